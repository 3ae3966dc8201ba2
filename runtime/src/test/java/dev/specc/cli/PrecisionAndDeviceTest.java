package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --precision} and {@code --device}, as a user meets them. */
class PrecisionAndDeviceTest {
  private static final String LENET = Golden.repository("specs/lenet.yaml").toString();

  @TempDir private Path folder = Path.of("");

  @Test
  void aRunInLowPrecisionIsTestedInIt() throws IOException {
    Path run = folder.resolve("run");
    Outcome train = train(run, "--precision", "bf16");
    assertEquals(0, train.status(), train.all());
    JsonNode settings = settings(run);
    assertEquals("bf16", settings.path("precision").asText());
    assertEquals("cpu", settings.path("device").asText());
    String accuracy = train.out().substring(0, train.out().indexOf(';'));
    Outcome eval = Outcome.of("eval", run.toString());
    assertTrue(eval.out().startsWith(accuracy), eval.out() + " after " + accuracy);
  }

  @Test
  void onACpuNothingIsRoundedUnlessAsked() throws IOException {
    assumeTrue(!TorchEngine.get().defaultDevice().isGpu());
    Path run = folder.resolve("run");
    assertEquals(0, train(run).status());
    assertEquals("float32", settings(run).path("precision").asText());
  }

  @Test
  void severalDevicesTrainARunThatIsAnyOther() throws IOException {
    Path run = folder.resolve("run");
    Outcome train = train(run, "--device", "cpu,cpu");
    assertEquals(0, train.status(), train.all());
    assertEquals("cpu,cpu", settings(run).path("device").asText());
    assertTrue(train.err().contains("epoch, cpu,cpu"), train.err());
    Outcome eval = Outcome.of("eval", run.toString(), "--device", "cpu");
    assertEquals(0, eval.status(), eval.all());
    Outcome resumed = Outcome.of("train", "--resume", run.toString(), "--device", "cpu");
    assertEquals(0, resumed.status(), resumed.all());
    assertTrue(resumed.err().contains("going on from"), resumed.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device gpu                     | --device is auto, cpu, cuda, cuda:1, cuda:0,1 or"
            + " cuda:all, not `gpu`",
        "--device cpu,                    | --device is auto, cpu, cuda, cuda:1, cuda:0,1 or"
            + " cuda:all, not `cpu,`",
        "--device 0                       | --device is auto, cpu, cuda",
        "--precision tf32                 | --precision is auto or float32 or bf16 or fp16, not"
            + " `tf32`",
        "--engine blocks --precision bf16 | --precision bf16 needs --engine script",
        "--engine blocks --device cpu,cpu | several devices need --engine script",
      })
  void wrongUsage(String options, String message) {
    Outcome outcome = train(folder.resolve("run"), options.split(" +"));
    assertEquals(2, outcome.status(), outcome.all());
    assertTrue(outcome.err().startsWith("error: " + message), outcome.err());
    assertTrue(Files.notExists(folder.resolve("run")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cuda:0", "cuda:0,1", "cuda:all", "cpu,cuda"})
  void withoutAGpuItSaysWhatToDo(String device) {
    assumeTrue(TorchEngine.get().getGpuCount() == 0);
    Outcome outcome = train(folder.resolve("run"), "--device", device);
    assertEquals(2, outcome.status(), outcome.all());
    String message = "error: --device %s: no CUDA device: libtorch 2.7.1 found the CPU only.";
    assertTrue(outcome.err().startsWith(message.formatted(device)), outcome.err());
    assertTrue(outcome.err().contains("--device cpu runs here"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({
    "train, true",
    "ablate, true",
    "bench, true",
    "predict, false",
    "eval, false",
    "features, false"
  })
  void severalDevicesAreOfferedToWhatTrains(String command, boolean several) {
    Outcome help = Outcome.of(command, "--help");
    assertTrue(help.out().contains("--device=DEVICE"), help.out());
    assertEquals(several, help.out().contains("cuda:all"), help.out());
  }

  @Test
  void oneNetPredictsOnOneDevice() {
    Path weights = folder.resolve("w.safetensors");
    Outcome.of("export", LENET, "--to", "safetensors", "--out", weights.toString());
    Outcome outcome =
        Outcome.of("eval", LENET, "--weights", weights.toString(), "--device", "cpu,cpu");
    assertEquals(2, outcome.status(), outcome.all());
    assertTrue(outcome.err().contains("--device takes one device here"), outcome.err());
  }

  private static Outcome train(Path run, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("train", LENET, "--epochs", "1", "--batch", "250", "--out", run.toString()));
    all.addAll(Arrays.asList(options));
    return Outcome.of(all.toArray(String[]::new));
  }

  private static JsonNode settings(Path run) throws IOException {
    return new JsonMapper().readTree(Files.readString(run.resolve("settings.json")));
  }
}
