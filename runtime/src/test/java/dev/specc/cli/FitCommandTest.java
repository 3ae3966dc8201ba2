package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code specc fit}, and what {@code train} says of memory. */
class FitCommandTest {
  private static final String LENET =
      Path.of(System.getProperty("specc.root"), "specs", "lenet.yaml").toString();

  @TempDir private Path folder = Path.of("");

  @Test
  void theLargestBatchIsShownWithWhatTakesTheMemory() {
    Outcome fit = Outcome.of("fit", LENET, "--memory", "2GiB");
    assertEquals(0, fit.status(), fit.err());
    assertTrue(fit.out().startsWith("lenet: batches of up to "), fit.out());
    assertTrue(fit.out().contains(" fit into 2.0 GiB\n"), fit.out());
    assertTrue(fit.out().contains("\noptimizer state "), fit.out());
    assertFalse(fit.out().contains("averaged weights"), "the recipe keeps none");
  }

  @Test
  void theJsonHasEveryPartInBytesAndTheirTotal() throws IOException {
    JsonNode json = json("fit", LENET, "--memory", "2GiB", "--format", "json");
    assertEquals(2L << 30, json.path("memory").asLong());
    assertEquals(json.path("largestBatch"), json.path("batch"));
    long parts = json.path("process").asLong();
    for (JsonNode part : json.path("parts")) {
      parts += part.asLong();
    }
    assertEquals(json.path("total").asLong(), parts);
    assertTrue(parts <= 2L << 30, json.toString());
  }

  @Test
  void theRecipeCounts() throws IOException {
    JsonNode adam = json("fit", LENET, "--memory", "2GiB", "--format", "json", "--set", "ema=0.99");
    JsonNode sgd = json("fit", LENET, "--memory", "2GiB", "--format", "json", "--optimizer", "sgd");
    assertTrue(adam.at("/parts/averages").asLong() >= adam.at("/parts/weights").asLong());
    assertEquals(2 * adam.at("/parts/weights").asLong(), adam.at("/parts/optimizer").asLong());
    assertEquals(0, sgd.at("/parts/optimizer").asLong() + sgd.at("/parts/averages").asLong());
  }

  @Test
  void recomputingFitsLargerBatchesOfADenseNet() throws IOException {
    String dense =
        Path.of(System.getProperty("specc.root"), "specs", "densenet_cifar.yaml#BC-L100-k12")
            .toString();
    Outcome kept = Outcome.of("fit", dense, "--memory", "2GiB");
    JsonNode again =
        json("fit", dense, "--memory", "2GiB", "--recompute", "dense", "--format", "json");
    assertEquals("dense", again.path("recompute").asText());
    String offer = "with --recompute dense: batches of up to ";
    assertTrue(kept.out().contains(offer + again.path("largestBatch").asInt()), kept.out());
    assertFalse(Outcome.of("fit", LENET, "--memory", "2GiB").out().contains(offer), "no segments");
    assertEquals(
        2, Outcome.of("fit", dense, "--engine", "blocks", "--recompute", "dense").status());
  }

  @Test
  void whatAGpuWouldDecideIsSaidToBeAssumed() throws IOException {
    String[] gpu = {"fit", LENET, "--memory", "2GiB", "--processor", "gpu"};
    String note =
        "\nfloat32 assumed: on a GPU of compute capability 8.0 or more --precision auto is";
    assertTrue(with(gpu).contains(note), with(gpu));
    assertTrue(with(gpu, "--precision", "auto").contains(note));
    assertFalse(with(gpu, "--precision", "float32").contains("assumed"));
    assertFalse(with(gpu, "--precision", "bf16").contains("assumed"));
    assertFalse(with(gpu, "--engine", "blocks").contains("assumed"), "which has no bf16");
    assertFalse(with("fit", LENET, "--memory", "2GiB").contains("assumed"), "on a CPU");
    JsonNode json =
        json("fit", LENET, "--memory", "2GiB", "--processor", "gpu", "--format", "json");
    assertEquals("float32", json.path("precision").asText());
  }

  private static String with(String[] command, String... options) {
    return with(
        Stream.concat(Arrays.stream(command), Arrays.stream(options)).toArray(String[]::new));
  }

  private static String with(String... command) {
    Outcome outcome = Outcome.of(command);
    assertEquals(0, outcome.status(), outcome.all());
    return outcome.out();
  }

  @Test
  void lowPrecisionFitsLargerBatches() throws IOException {
    JsonNode full = json("fit", LENET, "--memory", "2GiB", "--format", "json");
    JsonNode low =
        json("fit", LENET, "--memory", "2GiB", "--format", "json", "--precision", "bf16");
    assertEquals("float32", full.path("precision").asText());
    assertEquals("bf16", low.path("precision").asText());
    assertEquals(0, full.at("/parts/low_weights").asLong());
    assertTrue(low.at("/parts/low_weights").asLong() > 0, low.toString());
    assertTrue(
        low.path("largestBatch").asInt() > 1.5 * full.path("largestBatch").asInt(), low.toString());
  }

  private static JsonNode json(String... arguments) throws IOException {
    Outcome outcome = Outcome.of(arguments);
    assertEquals(0, outcome.status(), outcome.err());
    return JsonMapper.builder().build().readTree(outcome.out());
  }

  @Test
  void whereNothingFitsTheTableIsOfOneImage() {
    Outcome fit = Outcome.of("fit", LENET, "--memory", "1MiB");
    assertEquals(1, fit.status());
    assertTrue(fit.out().startsWith("lenet: not even one image fits into 1.0 MiB\n"), fit.out());
  }

  @Test
  void aBatchThatIsAskedForIsTheOneOfTheTable() throws IOException {
    Outcome fit = Outcome.of("fit", LENET, "--memory", "2GiB", "--batch", "64");
    assertEquals(0, fit.status(), fit.err());
    assertTrue(fit.out().contains(" fit into 2.0 GiB\nbatches of 64 take "), fit.out());
    JsonNode json = json("fit", LENET, "--memory", "2GiB", "--batch", "64", "--format", "json");
    assertEquals(64, json.path("batch").asInt());
    assertEquals(64L * 28 * 28 * 4, json.at("/parts/batch").asLong(), 64 * 8);
    assertTrue(json.path("largestBatch").asInt() > 64, json.toString());
    assertEquals(1, Outcome.of("fit", LENET, "--memory", "2GiB", "--batch", "99999").status());
  }

  @Test
  void aMemoryWithoutAUnitIsNoHandfulOfBytes() {
    Outcome fit = Outcome.of("fit", LENET, "--memory", "16");
    assertEquals(2, fit.status());
    assertTrue(fit.err().contains("--memory 16 has no unit: write 16GiB"), fit.err());
    assertEquals(0, Outcome.of("fit", LENET, "--memory", "17179869184").status(), "bytes");
  }

  @Test
  void aMemoryThatIsNoSizeIsAMistakeOfTheCommandLine() {
    for (String memory : new String[] {"16giga", "0B", "100TiB"}) {
      Outcome fit = Outcome.of("fit", LENET, "--memory=" + memory);
      assertEquals(2, fit.status(), memory);
      assertTrue(fit.err().contains("--memory is like 16GiB"), fit.err());
    }
  }

  /** The recipe's batch would take some 200 GiB, but there are only 6,000 images. */
  @Test
  void aBatchThatIsLargerThanTheSetTakesTheMemoryOfTheSet() {
    Path run = folder.resolve("one");
    Outcome train =
        Outcome.of("train", LENET, "--batch", "2000000", "--epochs", "1", "--out", run.toString());
    assertEquals(0, train.status(), train.err());
    assertFalse(train.err().contains("warning"), train.err());
    assertTrue(train.err().contains(" 1 epoch, "), train.err());
  }

  /** One tensor of 5 TB, which no allocator gives; the net itself is small. */
  @Test
  void trainingThatRunsOutOfMemorySaysSoBeforehandAndWhatWouldFit() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("huge.yaml"),
            """
            specc: 1
            name: huge
            input: [1, 28, 28]
            net:
              - conv: {out: 8, kernel: 1}
              - upsample: {factor: 200}
              - global_avg_pool
              - flatten
              - linear: {out: 10}
            """);
    Outcome train =
        Outcome.of(
            "train", spec.toString(), "--batch", "5000", "--out", folder.resolve("run").toString());
    assertEquals(1, train.status(), train.err());
    assertTrue(
        train.err().contains("warning: this may run out of memory: with batches of 5,000"),
        train.err());
    assertTrue(train.err().contains("error: out of memory: with batches of 5,000"), train.err());
    assertTrue(
        train.err().contains("the largest batch that should fit is --batch ")
            || train.err().contains("not even one image at a time fits"),
        train.err());
  }
}
