package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of the commands is a contract: names, order and meaning of every field. */
class JsonTest {
  private static final List<String> SUMMARY =
      List.of("name", "variant", "spec", "input", "output", "parameters", "macs");
  private static final List<String> NODE =
      List.of("path", "op", "inputs", "output", "parameters", "macs", "line");

  private static final String PLAIN =
      """
      specc: 1
      name: plain
      input: [3, 8, 8]
      net:
        - conv: {out: 4, kernel: 3}
        - relu
        - flatten
        - linear: {out: 10}
          as: fc
      """;
  private static final String VARIED =
      """
      specc: 1
      name: varied
      params: {filters: 4}
      variants:
        small: {}
        wide: {filters: 8}
      input: [3, 8, 8]
      net:
        - conv: {out: filters, kernel: 3}
          as: conv
      """;
  private static final String BROKEN =
      """
      specc: 1
      name: broken
      input: [3, 32, 32]
      blocks:
        Mixed:
          params: {filters}
          body:
            - branches:
                one: [conv: {out: filters, kernel: 1}]
                five: [conv: {out: filters, kernel: 5, padding: 1}]
      net:
        - conv: {out: 8, kernal: 3}
        - Mixed: {filters: 16}
          as: mixed
      """;
  private static final String WARNS =
      """
      specc: 1
      name: warns
      params: {unused: 1}
      input: [3, 8, 8]
      net:
        - conv: {out: 4, kernel: 1}
        - batch_norm
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void specs() throws IOException {
    for (var spec : Map.of("plain", PLAIN, "varied", VARIED).entrySet()) {
      Files.createDirectories(folder.resolve("good"));
      Files.writeString(folder.resolve("good/" + spec.getKey() + ".yaml"), spec.getValue());
    }
    Files.writeString(folder.resolve("broken.yaml"), BROKEN);
    Files.writeString(folder.resolve("warns.yaml"), WARNS);
  }

  @Test
  void checkOfWhatIsFine() throws IOException {
    Outcome outcome = run(0, "check", "--format", "json", at("good/plain.yaml"));
    Golden.assertDocument("check-fine.json", outcome.out());
    JsonNode json = read(outcome);
    assertEquals(List.of("diagnostics", "specs"), names(json));
    assertEquals(SUMMARY, names(json.path("specs").path(0)).subList(0, SUMMARY.size()));
  }

  @Test
  void checkWithErrorsThatHaveRelatedPlacesNotesHelpAndFixes() throws IOException {
    Outcome outcome = run(1, "check", "--format", "json", at("broken.yaml"));
    Golden.assertDocument("check-errors.json", outcome.out());
    for (JsonNode diagnostic : read(outcome).path("diagnostics")) {
      assertEquals(
          List.of(
              "code",
              "severity",
              "message",
              "file",
              "line",
              "column",
              "endLine",
              "endColumn",
              "related",
              "notes",
              "help",
              "fix"),
          names(diagnostic));
    }
  }

  @Test
  void checkWithWarningsAndSeveralSpecs() throws IOException {
    Outcome outcome =
        run(0, "check", "--format", "json", at("warns.yaml"), at("good/varied.yaml") + "#wide");
    Golden.assertDocument("check-warnings.json", outcome.out());
  }

  @Test
  void aFileThatCannotBeReadIsADiagnosticToo() throws IOException {
    Outcome outcome = run(1, "check", "--format", "json", at("none.yaml"));
    Golden.assertDocument("check-missing.json", outcome.out());
  }

  @Test
  void fixesAreToldBesideTheDocument() throws IOException {
    Files.writeString(folder.resolve("typo.yaml"), PLAIN.replace("relu", "rellu"));
    Outcome outcome = run(0, "check", "--fix", "--format", "json", at("typo.yaml"));
    assertEquals(0, read(outcome).path("diagnostics").size());
    assertTrue(outcome.err().startsWith("fixed typo.yaml:6:5: "), outcome.err());
  }

  @Test
  void shapesOfOneSpecIsOneObject() throws IOException {
    Outcome outcome = run(0, "shapes", "--format", "json", at("good/plain.yaml"));
    Golden.assertDocument("shapes-one.json", outcome.out());
    JsonNode json = read(outcome);
    assertEquals(SUMMARY, names(json).subList(0, SUMMARY.size()));
    assertEquals("nodes", names(json).getLast());
    assertEquals(NODE, names(json.path("nodes").path(0)).subList(0, NODE.size()));
  }

  @Test
  void shapesOfOneVariantIsOneObject() throws IOException {
    Outcome outcome = run(0, "shapes", "--format", "json", at("good/varied.yaml#wide"));
    assertTrue(read(outcome).isObject());
    assertEquals("wide", read(outcome).path("variant").asText());
    assertEquals("good/varied.yaml#wide", read(outcome).path("spec").asText());
  }

  @Test
  void shapesOfSeveralVariantsIsAnArray() throws IOException {
    Outcome outcome = run(0, "shapes", "--format", "json", at("good/varied.yaml"));
    Golden.assertDocument("shapes-variants.json", outcome.out());
    assertEquals(List.of("varied.yaml#small", "varied.yaml#wide"), specs(outcome));
  }

  @Test
  void shapesOfSeveralSpecsIsAnArray() throws IOException {
    Outcome outcome =
        run(0, "shapes", "--format", "json", at("good/plain.yaml"), at("good/varied.yaml#small"));
    assertEquals(List.of("plain.yaml", "varied.yaml#small"), specs(outcome));
  }

  @Test
  void shapesOfAFolderIsAnArrayEvenOfOne() throws IOException {
    assertEquals(
        List.of("plain.yaml", "varied.yaml#small", "varied.yaml#wide"),
        specs(run(0, "shapes", "--format", "json", at("good"))));
    Files.delete(folder.resolve("good/varied.yaml"));
    assertEquals(List.of("plain.yaml"), specs(run(0, "shapes", "--format", "json", at("good"))));
  }

  @Test
  void shapesOfABrokenSpecIsEmptyAndSaysWhyOnStderr() throws IOException {
    Outcome outcome = run(1, "shapes", "--format", "json", at("broken.yaml"));
    assertEquals(0, read(outcome).size());
    assertTrue(outcome.err().contains("error[SPC0102]"), outcome.err());
  }

  @Test
  void sizesWithACounterexample() throws IOException {
    Outcome outcome = run(0, "sizes", "--format", "json", "--to", "12", at("good/plain.yaml"));
    Golden.assertDocument("sizes.json", outcome.out());
  }

  @Test
  void sizesThatAllWork() throws IOException {
    Files.writeString(
        folder.resolve("all.yaml"), "specc: 1\nname: all\ninput: [3, 8, 8]\nnet: [relu]\n");
    Outcome outcome = run(0, "sizes", "--format", "json", "--to", "4", at("all.yaml"));
    Golden.assertDocument("sizes-all.json", outcome.out());
  }

  private static List<String> specs(Outcome outcome) throws IOException {
    JsonNode json = read(outcome);
    assertTrue(json.isArray());
    return json.valueStream().map(s -> s.path("spec").asText().replace("good/", "")).toList();
  }

  private Outcome run(int status, String... args) {
    Outcome outcome = Outcome.of(args).without(folder);
    assertEquals(status, outcome.status(), outcome.all());
    return outcome;
  }

  private String at(String path) {
    return folder + "/" + path;
  }

  private static JsonNode read(Outcome outcome) throws IOException {
    return JsonMapper.builder().build().readTree(outcome.out());
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
