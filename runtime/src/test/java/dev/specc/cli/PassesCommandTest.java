package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code passes} shows. */
class PassesCommandTest {
  private static final String SPECS = Golden.repository("specs") + "/";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "googlenet.yaml#torchvision, all, googlenet",
    "resnet.yaml#resnet18, default, resnet18",
    "lenet.yaml, none, lenet"
  })
  void aTableOfTheZoo(String spec, String which, String golden) throws IOException {
    Outcome outcome = Outcome.of("passes", SPECS + spec, "--passes", which);
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals("", outcome.err());
    Golden.assertDocument("passes-" + golden + ".txt", outcome.out());
  }

  @Test
  void inTrainingHeadsAndBatchNormsStay() throws IOException {
    Outcome outcome =
        Outcome.of("passes", SPECS + "googlenet.yaml#torchvision", "--for", "training");
    Golden.assertDocument("passes-googlenet-training.txt", outcome.out());
  }

  @Test
  void severalVariantsAreSeveralTables() {
    String out = Outcome.of("passes", SPECS + "resnet.yaml").out();
    assertEquals(
        1, out.lines().filter(l -> l.equals("resnet#resnet50: passes for inference")).count());
    assertTrue(out.lines().filter(String::isEmpty).count() > 3, out);
  }

  @Test
  void asJson() throws IOException {
    JsonNode json =
        new JsonMapper()
            .readTree(
                Outcome.of("passes", SPECS + "resnet.yaml#resnet18", "--format", "json").out());
    assertEquals(
        List.of("name", "variant", "spec", "for", "before", "after", "passes"),
        json.properties().stream().map(java.util.Map.Entry::getKey).toList());
    assertEquals("inference", json.path("for").asText());
    assertEquals(69, json.path("before").path("nodes").asInt());
    assertEquals(49, json.path("after").path("nodes").asInt());
    JsonNode folding = json.path("passes").path(4);
    assertEquals("batch-norm-folding", folding.path("pass").asText());
    assertEquals(20, folding.path("changes").asInt());
    assertEquals(11_689_512, folding.path("before").path("parameters").asInt());
    assertEquals(11_684_712, folding.path("after").path("parameters").asInt());
    assertEquals(0, folding.path("after").path("buffers").asInt());
    assertEquals(
        List.of("nodes", "parameters", "buffers", "macs", "inPlace"),
        folding.path("after").properties().stream().map(java.util.Map.Entry::getKey).toList());
  }

  @Test
  void severalSpecsAreAnArray() throws IOException {
    Outcome outcome =
        Outcome.of(
            "passes", SPECS + "lenet.yaml", SPECS + "resnet.yaml#resnet18", "--format", "json");
    JsonNode json = new JsonMapper().readTree(outcome.out());
    assertEquals(2, json.size());
    assertEquals("lenet", json.path(0).path("name").asText());
  }

  @Test
  void aSpecWithErrorsIsSaid() throws IOException {
    Path spec = folder.resolve("wrong.yaml");
    Files.writeString(spec, "specc: 1\nname: wrong\ninput: [3, 8, 8]\nnet: [rellu]\n");
    Outcome outcome = Outcome.of("passes", spec.toString());
    assertEquals(1, outcome.status());
    assertEquals("", outcome.out());
    assertTrue(
        outcome.err().contains("help: write `relu`; the spec passes with it"), outcome.err());
  }

  @Test
  void anUnknownSelectionIsAMistakeOfUsage() {
    Outcome outcome = Outcome.of("passes", SPECS + "lenet.yaml", "--passes", "some");
    assertEquals(2, outcome.status(), outcome.all());
  }
}
