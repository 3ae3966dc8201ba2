package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code resources/weights} hold a conv and a batch norm named 0 and 1. */
class WeightsCommandTest {
  private static final String SPEC =
      """
      specc: 1
      name: tiny
      params: {out: 2, last: false}
      input: [1, 4, 4]
      net:
        - conv: {out: out, kernel: 1}
        - batch_norm
        - conv: {out: 3, kernel: 1, bias: false}
          when: last
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("tiny.yaml"), SPEC);
  }

  @Test
  void listsByNameInTheOrderOfTheGraph() {
    assertEquals(
        """
        name                   shape         elements
        0.weight               [2, 1, 1, 1]  2
        0.bias                 [2]           2
        1.weight               [2]           2
        1.bias                 [2]           2
        1.running_mean         [2]           2
        1.running_var          [2]           2
        1.num_batches_tracked  []            1
        7 tensors: 8 parameters, 5 elements in buffers
        """,
        fine("weights", "list", spec()));
  }

  @Test
  void listsWhatAFileHolds() throws IOException {
    assertEquals(
        """
        name                   shape         elements  type
        0.weight               [2, 1, 1, 1]  2         F32
        0.bias                 [2]           2         F32
        1.weight               [2]           2         F32
        1.bias                 [2]           2         F32
        1.running_mean         [2]           2         F32
        1.running_var          [2]           2         F32
        1.num_batches_tracked  []            1         I64
        7 tensors: 13 elements
        """,
        fine("weights", "list", resource("legacy.pth")));
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(fine("weights", "list", resource("checkpoint.pth"), "--format", "json"));
    assertEquals("F32", json.path("tensors").path(0).path("type").asText());
  }

  @Test
  void aFileThatIsNamedAsOneOfWeightsIsNotReadAsASpec() throws IOException {
    for (String name : List.of("text.safetensors", "text.pth", "TEXT.PT")) {
      Path file = Files.writeString(folder.resolve(name), "a: text, and long enough for one\n");
      Outcome outcome = Outcome.of("weights", "list", file.toString());
      assertEquals(1, outcome.status(), outcome.all());
      assertEquals(
          "error: " + file + ": neither a safetensors file nor a state_dict of torch.save\n",
          outcome.err());
    }
  }

  @Test
  void listsAsJson() throws IOException {
    JsonNode json =
        JsonMapper.builder().build().readTree(fine("weights", "list", spec(), "--format", "json"));
    assertEquals(8, json.path("parameters").asInt());
    assertEquals(
        "{\"name\":\"1.running_mean\",\"shape\":[2],\"elements\":2,\"kind\":\"buffer\",\"file\":\"%s\",\"line\":7}"
            .formatted(spec()),
        json.path("tensors").path(4).toString());
  }

  @Test
  void importsFromEachFormatToTheSameFile() throws IOException {
    Path a = folder.resolve("a.safetensors");
    assertEquals(
        a + ": 7 of 7 tensors from " + resource("legacy.pth") + "\n",
        fine("weights", "import", "--from", resource("legacy.pth"), spec(), "--out", a.toString()));
    String dir = folder.resolve("dir").toString();
    fine("weights", "import", "--from", resource("checkpoint.pth"), spec(), "--out", dir);
    Path b = folder.resolve("b.safetensors");
    fine("weights", "export", dir, spec(), "--out", b.toString());
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
  }

  @Test
  void whatDoesNotFitIsListedByNameAndLine() {
    String out = folder.resolve("a.safetensors").toString();
    Outcome outcome =
        Outcome.of(
            "weights",
            "import",
            "--from",
            resource("legacy.pth"),
            spec(),
            "--set",
            "last=true",
            "--set",
            "out=1",
            "--out",
            out);
    assertEquals(1, outcome.status());
    assertEquals(
        """
        error: legacy.pth does not fit tiny: 1 missing, 6 of another shape
          missing: 2.weight [3, 1, 1, 1] (tiny.yaml:8)
          other shape: 0.weight [1, 1, 1, 1] (tiny.yaml:6), in the file [2, 1, 1, 1]
          other shape: 0.bias [1] (tiny.yaml:6), in the file [2]
          other shape: 1.weight [1] (tiny.yaml:7), in the file [2]
          other shape: 1.bias [1] (tiny.yaml:7), in the file [2]
          other shape: 1.running_mean [1] (tiny.yaml:7), in the file [2]
          other shape: 1.running_var [1] (tiny.yaml:7), in the file [2]
        help: --partial takes what fits, and leaves the rest as it starts
        """,
        outcome.without(folder).err().replace(resource("legacy.pth"), "legacy.pth"));
    assertFalse(Files.exists(Path.of(out)));
  }

  @Test
  void ofTheWeightsOfAnotherNetTheBeginningIsListed() throws IOException {
    String other =
        Files.writeString(
                folder.resolve("other.yaml"),
                "specc: 1\nname: other\ninput: [3]\nnet: [{repeat: [linear: {out: 3}], times: 30, as: l}]\n")
            .toString();
    String file = resource("legacy.pth");
    Outcome outcome = Outcome.of("weights", "import", "--from", file, other, "--out", file + "x");
    assertEquals(1, outcome.status());
    List<String> lines = outcome.err().replace(file, "legacy.pth").lines().toList();
    assertEquals("error: legacy.pth does not fit other: 60 missing, 7 extra", lines.getFirst());
    assertTrue(lines.contains("  missing: 40 more"), outcome.err());
    assertTrue(
        lines.contains("help: nothing fits; `specc weights list legacy.pth` shows what it has"),
        outcome.err());
  }

  @Test
  void partialSaysWhatItLeftAtItsInitialValue() {
    String out = folder.resolve("a.safetensors").toString();
    String[] command = {
      "weights", "import", "--partial", "--from", resource("legacy.pth"), spec(), "--out", out
    };
    Outcome all = Outcome.of(command);
    assertEquals("", all.err());
    String[] more = {"--set", "last=true"};
    Outcome outcome =
        Outcome.of(
            java.util.stream.Stream.of(command, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals(
        "keeps its initial value: 2.weight [3, 2, 1, 1] (tiny.yaml:8)\n",
        outcome.without(folder).err());
    fine("weights", "export", out, spec(), "--set", "last=true", "--out", out + ".safetensors");
  }

  @Test
  void nothingFits() {
    Outcome outcome =
        Outcome.of(
            "weights",
            "import",
            "--partial",
            "--from",
            resource("tensors.pth"),
            spec(),
            "--out",
            folder.resolve("a.safetensors").toString());
    assertEquals(1, outcome.status());
    assertEquals(
        "error: "
            + resource("tensors.pth")
            + ": no tensor has the name and the shape of one of tiny\n",
        outcome.err());
  }

  private String spec() {
    return folder.resolve("tiny.yaml").toString();
  }

  private static String fine(String... args) {
    Outcome outcome = Outcome.of(args);
    assertEquals(0, outcome.status(), outcome.all());
    return outcome.out();
  }

  private static String resource(String name) {
    try {
      return Path.of(WeightsCommandTest.class.getResource("/weights/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
