package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code export} writes and says; that it computes the same is tested where it is written. */
class ExportCommandTest {
  private static final String LENET = Golden.repository("specs/lenet.yaml").toString();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "specs/lenet.yaml, lenet",
    "specs/resnet.yaml#resnet18, resnet18",
    "specs/googlenet.yaml#torchvision, googlenet",
    "specs/mobilenet_v3.yaml#mobilenet_v3_small, mobilenet_v3_small",
    "specs/densenet_cifar.yaml#L40-k12, densenet_cifar",
    "runtime/src/test/resources/dev/specc/cli/export-single_calls.yaml, single_calls"
  })
  void sourceReadsAsIfAPersonHadWrittenIt(String spec, String golden) throws IOException {
    Path file = folder.resolve("net.py");
    Outcome outcome = export(Golden.repository(spec).toString(), "pytorch", file);
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals("written: net.py (PyTorch source)\n", outcome.without(folder).out());
    assertEquals("", outcome.err());
    Golden.assertDocument("export-" + golden + ".py", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({
    "torchscript, a TorchScript archive",
    "onnx, an ONNX model",
    "safetensors, weights",
    "ONNX, an ONNX model"
  })
  void withoutWeightsTheInitialOnesAreTakenAndSaidSo(String to, String what) throws IOException {
    Path file = folder.resolve("net");
    Outcome outcome = export(LENET, to, file);
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals("written: net (" + what + ")\n", outcome.without(folder).out());
    assertEquals("no --weights: these are the initial weights of seed 0\n", outcome.err());
    byte[] first = Files.readAllBytes(file);
    assertTrue(first.length > 61_706 * 4, "as large as LeNet's parameters");
    export(LENET, to, file, "--seed", "0");
    assertArrayEquals(first, Files.readAllBytes(file));
    export(LENET, to, file, "--seed", "1");
    assertFalse(Arrays.equals(first, Files.readAllBytes(file)), "another seed, other weights");
    assertEquals(List.of("net"), names());
  }

  @Test
  void aTrainingStepSaysHowToCallIt() throws IOException {
    Path file = folder.resolve("net.pt");
    Outcome outcome =
        export(LENET, "torchscript", file, "--train", "--recipe", "modern", "--precision", "fp16");
    assertEquals(0, outcome.status(), outcome.all());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode about =
          new JsonMapper().readTree(zip.getInputStream(zip.getEntry("lenet/extra/specc.json")));
      assertEquals("fp16", about.path("precision").asText());
      assertEquals("[[1,28,28]]", about.path("inputs").toString());
      assertEquals(10, about.path("classes").asInt());
      assertEquals(10, about.path("tensors").size());
      assertEquals(0.1, about.path("label_smoothing").asDouble());
      assertEquals("sgd", about.path("optimizer").path("rule").asText());
      assertTrue(about.path("scales_loss").asBoolean());
      String model =
          new String(
              zip.getInputStream(zip.getEntry("lenet/extra/model.py")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertTrue(model.contains("class Lenet(nn.Sequential):"), model);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onnx        | --train              | --train goes with --to torchscript",
        "torchscript | --recipe modern      | --recipe and --precision go with --train",
        "torchscript | --precision bf16     | --recipe and --precision go with --train",
        "torchscript | --train --recipe no  | --recipe has errors",
      })
  void aTrainingStepIsAskedForRightly(String to, String options, String message) {
    Outcome outcome = export(LENET, to, folder.resolve("net"), options.split(" +"));
    assertEquals(2, outcome.status(), outcome.all());
    assertTrue(outcome.err().contains("error: " + message), outcome.err());
  }

  @Test
  void weightsOfAFileAreThoseWritten() throws IOException {
    Path weights = folder.resolve("a.safetensors");
    export(LENET, "safetensors", weights, "--seed", "7");
    Path again = folder.resolve("b.safetensors");
    Outcome outcome = export(LENET, "safetensors", again, "--weights", weights.toString());
    assertEquals("", outcome.err());
    assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(again));
    Path one = folder.resolve("a.onnx");
    Path other = folder.resolve("b.onnx");
    export(LENET, "onnx", one, "--weights", weights.toString());
    export(LENET, "onnx", other, "--seed", "7");
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
  }

  @Test
  void aRunHasItsOwnWeights() throws IOException {
    Path run = folder.resolve("run");
    assertEquals(0, Outcome.of("train", LENET, "--epochs", "1", "--out", run.toString()).status());
    Path file = folder.resolve("a.safetensors");
    Outcome outcome = export(run.toString(), "safetensors", file);
    assertEquals("", outcome.err());
    Path again = folder.resolve("b.safetensors");
    Outcome.of("weights", "export", run.toString(), LENET, "--out", again.toString());
    assertArrayEquals(Files.readAllBytes(again), Files.readAllBytes(file));
  }

  /** A state_dict is the spec's own unless something else is asked for. */
  @ParameterizedTest
  @CsvSource({"torchscript, running_var", "onnx, BatchNormalization"})
  void batchNormsAreFoldedOnDemand(String to, String trace) throws IOException {
    String spec = Golden.repository("specs") + "/resnet_cifar.yaml#resnet20";
    Path plain = folder.resolve("plain");
    Path folded = folder.resolve("folded");
    assertEquals(0, export(spec, to, plain).status());
    Outcome outcome = export(spec, to, folded, "--passes", "default");
    assertEquals(0, outcome.status(), outcome.all());
    assertTrue(contains(plain, trace));
    assertFalse(contains(folded, trace));
    assertTrue(contains(folded, "bias"), "every convolution has one");
  }

  private static boolean contains(Path file, String text) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
  }

  @Test
  void weightsOfAnotherNetAreRefused() {
    Path weights = folder.resolve("a.safetensors");
    export(LENET, "safetensors", weights);
    Path file = folder.resolve("b.onnx");
    String other = Golden.repository("specs") + "/resnet_cifar.yaml#resnet20";
    Outcome outcome = export(other, "onnx", file, "--weights", weights.toString());
    assertEquals(1, outcome.status());
    assertTrue(
        outcome.without(folder).err().startsWith("error: a.safetensors does not fit resnet_cifar"),
        outcome.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void whereNothingCanBeWritten() {
    Outcome outcome = export(LENET, "onnx", folder.resolve("none/net.onnx"));
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("net.onnx"), outcome.err());
    assertTrue(outcome.err().contains(": there is no folder "), outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pytorch --seed 1 | source holds no weights: leave out --weights and --seed, and write them"
            + " with --to safetensors",
        "onnx --seed 1 --weights a | --seed is for initial weights; --weights gives others",
        "safetensors --passes default | --passes is for torchscript and onnx: what else is written"
            + " has the spec's own parameters",
        "pytorch --passes all | --passes is for torchscript and onnx: what else is written has the"
            + " spec's own parameters",
        "tflite | --to is torchscript or onnx or safetensors or pytorch, not `tflite`"
      })
  void wrongUsage(String options, String message) {
    String[] words = options.split(" ");
    String[] more = Arrays.copyOfRange(words, 1, words.length);
    Outcome outcome = export(LENET, words[0], folder.resolve("net"), more);
    assertEquals(2, outcome.status());
    assertEquals("error: " + message, outcome.err().lines().findFirst().orElse(""));
  }

  private static Outcome export(String spec, String to, Path out, String... more) {
    List<String> command =
        new ArrayList<>(List.of("export", spec, "--to", to, "--out", out.toString()));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray(String[]::new));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
