package dev.specc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The archive of a training step, in PyTorch: benchmarks/gpu_step.py times it here on the CPU, and
 * it learns what the same net learns in PyTorch's own layers with PyTorch's own optimizer. RMSProp,
 * since PyTorch before 2.3 has no fused rules.
 */
@Tag("oracle")
class GpuStepOracleTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "lenet, 1x28x28, float32, 1e-4",
    "lenet, 1x28x28, bf16, 0.03",
    "resnet_cifar#resnet20, 3x32x32, float32, 5e-3",
    "googlenet_mnist, 1x28x28, float32, 5e-3"
  })
  void stepsAsPyTorchDoes(String spec, String size, String precision, double tolerance)
      throws IOException, InterruptedException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        recipe: 1
        name: test
        optimizer: {rmsprop: {momentum: 0.9, weight_decay: 1e-3}}
        clip_norm: 1
        lr: 0.0003
        loss: {cross_entropy: {label_smoothing: 0.1}}
        """);
    Path archive = folder.resolve("net.pt");
    String file = spec.replaceFirst("#|$", ".yaml$0");
    assertEquals(
        0,
        Main.run(
            "export",
            TorchvisionModel.specs().resolve(file).toString(),
            "--size",
            size,
            "--to",
            "torchscript",
            "--train",
            "--recipe",
            recipe.toString(),
            "--precision",
            precision,
            "--out",
            archive.toString()));
    JsonNode timed =
        new JsonMapper()
            .readTree(
                Python.script(
                    "../../../../benchmarks/gpu_step.py",
                    archive.toString(),
                    "--device",
                    "cpu",
                    "--batch",
                    "8",
                    "--rounds",
                    "1",
                    "--steps",
                    "1",
                    "--threads",
                    "1",
                    "--no-compile",
                    "--json"));
    Map<String, JsonNode> rows = new TreeMap<>();
    timed.path("rows").forEach(row -> rows.put(row.path("way").asText(), row));
    JsonNode own = rows.get("archive " + precision);
    JsonNode eager = rows.get("eager float32");
    for (String loss : new String[] {"first_loss", "last_loss"}) {
      double expected = eager.path(loss).asDouble();
      assertEquals(expected, own.path(loss).asDouble(), tolerance * expected, loss);
    }
    assertTrue(own.path("ms").asDouble() > 0);
    assertEquals(3, rows.size());
  }

  @Test
  void aFileThatIsNoArchiveIsSaidToBeNoneInALine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "no archive");
    Path none = folder.resolve("none.pt");
    assertEquals(none + " cannot be read: No such file or directory", refused(none));
    assertEquals(folder + " cannot be read: Is a directory", refused(folder));
    assertTrue(refused(text).startsWith(text + " is no TorchScript archive: "), refused(text));
  }

  /** What follows the command that failed: the script's own words. */
  private static String refused(Path archive) {
    IllegalStateException failed =
        assertThrows(
            IllegalStateException.class,
            () ->
                Python.script(
                    "../../../../benchmarks/gpu_step.py", archive.toString(), "--device", "cpu"));
    return failed.getMessage().split("failed:\n", 2)[1].strip();
  }
}
