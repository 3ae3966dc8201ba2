package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code specc bench}. How fast anything is, no test can say. */
class BenchCommandTest {
  private static final String LENET =
      Path.of(System.getProperty("specc.root"), "specs", "lenet.yaml").toString();

  @TempDir private Path folder = Path.of("");

  @Test
  void aStepAndInferenceAreTimedWithTheRecipesBatch() {
    Outcome bench = Outcome.of("bench", LENET, "--batch", "16", "--rounds", "1");
    assertEquals(0, bench.status(), bench.err());
    assertTrue(
        bench.out().startsWith("lenet, input [1, 28, 28], batches of 16, engine script, "),
        bench.out());
    assertTrue(bench.out().contains("\ntraining step  "), bench.out());
    assertTrue(bench.out().contains("\ninference      "), bench.out());
  }

  @Test
  void allDevicesThatWereTimedAreNamed() {
    Outcome bench =
        Outcome.of("bench", LENET, "--batch", "16", "--rounds", "1", "--device", "cpu,cpu");
    assertEquals(0, bench.status(), bench.err());
    String first = bench.out().lines().findFirst().orElseThrow();
    assertTrue(first.matches(".*, float32, cpu,cpu \\(\\d+ threads? each\\)"), first);
    assertTrue(bench.out().contains("inference runs on the first alone.\n"), bench.out());
  }

  /** Such a net has no loss to learn by. */
  @ParameterizedTest
  @ValueSource(strings = {"script", "blocks"})
  void ofANetThatGivesMapsInferenceAloneIsTimed(String engine) throws IOException {
    String spec = "specc: 1\nname: n\ninput: [1, 4, 4]\nnet: [conv: {out: 2, kernel: 1}]\n";
    String net = Files.writeString(folder.resolve("maps.yaml"), spec).toString();
    Outcome bench = Outcome.of("bench", net, "--rounds", "1", "--engine", engine);
    assertEquals(0, bench.status(), bench.all());
    assertEquals(
        "the net gives [2, 4, 4], no list of classes: inference alone is timed\n", bench.err());
    assertTrue(bench.out().contains("\ninference  "), bench.out());
    assertFalse(bench.out().contains("training step"), bench.out());
    Outcome step =
        Outcome.of("export", net, "--train", "--to", "torchscript", "--out", net + ".pt");
    assertEquals(1, step.status(), step.all());
    assertTrue(step.err().contains("a training step needs one number for each class"), step.err());
  }

  /** So that the two can be compared, row by row. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryIsToldInTheTermsOfFit() {
    String[] batch = {"--batch", "16"};
    Outcome bench = Outcome.of("bench", LENET, batch[0], batch[1], "--rounds", "1");
    Outcome fit = Outcome.of("fit", LENET, batch[0], batch[1], "--processor", "cpu");
    String total = row(fit.out(), "total").getLast();
    assertEquals(
        List.of("training step", "process and libraries", "total"),
        bench
            .out()
            .lines()
            .dropWhile(l -> !l.startsWith("memory "))
            .skip(1)
            .limit(3)
            .map(l -> l.split(" {2,}")[0])
            .toList());
    assertEquals(total, row(bench.out(), "total").getLast(), bench.out());
  }

  /** The cells of the row with this name. */
  private static List<String> row(String table, String name) {
    return table
        .lines()
        .filter(l -> l.startsWith(name + " "))
        .map(l -> List.of(l.split(" {2,}")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theJsonSaysTheSameInNumbers() throws IOException {
    Outcome bench =
        Outcome.of(
            "bench",
            LENET,
            "--engine",
            "blocks",
            "--batch",
            "8",
            "--rounds",
            "2",
            "--format",
            "json");
    assertEquals(0, bench.status(), bench.err());
    JsonNode json = JsonMapper.builder().build().readTree(bench.out());
    assertEquals(
        List.of(
            "spec",
            "variant",
            "batch",
            "engine",
            "precision",
            "device",
            "threads",
            "rounds",
            "step",
            "inference",
            "memory"),
        json.properties().stream().map(Map.Entry::getKey).toList());
    assertEquals("blocks", json.path("engine").asText());
    for (String part : List.of("step", "inference")) {
      JsonNode timing = json.path(part);
      double median = timing.path("median").asDouble();
      assertTrue(timing.path("lowerQuartile").asDouble() <= median, timing.toString());
      assertEquals(8000 / median, timing.path("imagesPerSecond").asDouble(), 1e-9 * 8000 / median);
    }
  }

  @Test
  void whatCannotBeTimedIsSaid() {
    assertEquals(2, Outcome.of("bench", LENET, "--rounds", "0").status());
    assertEquals(2, Outcome.of("bench", LENET, "--engine", "fast").status());
    assertEquals(1, Outcome.of("bench", "nowhere.yaml").status());
  }
}
