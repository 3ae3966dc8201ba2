package dev.specc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.Compiler;
import dev.specc.cli.Main;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exported sources and archives in PyTorch itself: the source makes the weights and the outputs,
 * which {@code specc predict} and the archive must reproduce.
 */
@Tag("oracle")
class ExportOracleTest {
  /** Of the largest output: sums in another order differ by less, a wrong op by far more. */
  private static final double TOLERANCE = 1e-5;

  /**
   * The same for arrays that lie with channels last, as {@code predict} has them on a CPU. Of
   * GoogLeNet at 96 x 96, PyTorch's own outputs in the two layouts differ by 1.0e-5, and from
   * float64 by 1.4e-5 (contiguous) and 1.3e-5.
   */
  private static final double OTHER_LAYOUT = 2e-5;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "lenet, 28, ",
    "resnet_cifar#resnet20, 32, 45",
    "resnet#resnet18, 96, 131",
    "densenet_cifar#L40-k12, 32, ",
    "googlenet#torchvision, 96, 131",
    "inception_v3, 299, ",
    "mobilenet_v3#mobilenet_v3_small, 96, 131",
    "shufflenet_v2#shufflenet_v2_x0_5, 96, 131",
    "convnext#convnext_tiny, 96, 128",
    "squeezenet#squeezenet1_1, 96, 131",
    "highway#mnist10, 28, ",
    "plain#plain20, 32, 45"
  })
  void equalsPyTorch(String spec, int size, Integer another)
      throws IOException, InterruptedException {
    compare(argument(spec), another == null ? List.of(size) : List.of(size, another));
  }

  static List<String> zoo() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(TorchvisionModel.specs())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Compiler.Request request = Compiler.Request.of(file.toString());
        for (Graph graph : new Compiler(new FileSources()).compile(request).graphs()) {
          all.add(file + (graph.variant().isEmpty() ? "" : "#" + graph.variant()));
        }
      }
    }
    return all;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("zoo")
  void theWholeZoo(String spec) throws IOException, InterruptedException {
    Shape input = graph(spec, "").inputs().getFirst().output();
    compare(spec, List.of((int) input.height()));
  }

  private void compare(String spec, List<Integer> sizes) throws IOException, InterruptedException {
    Graph own = graph(spec, "");
    long channels = own.inputs().getFirst().output().channels();
    String size = "%dx%dx%d".formatted(channels, sizes.getFirst(), sizes.getFirst());
    Graph graph = graph(spec, size);
    Path source = folder.resolve("net.py");
    fine("export", spec, "--size", size, "--to", "pytorch", "--out", source.toString());
    List<String> command = new ArrayList<>(List.of("module", source.toString()));
    command.add(folder.toString());
    command.add(Long.toString(channels));
    sizes.forEach(s -> command.add(s.toString()));
    JsonNode facts = JSON.readTree(Python.script("exported.py", command.toArray(String[]::new)));
    assertEquals(stateDict(graph), stateDict(facts));
    assertEquals(TrainingOutputs.shapes(graph), training(facts));
    for (int each : sizes) {
      assertPredicts(spec, each);
    }
    assertArchive(spec, size, sizes);
  }

  /** The spec's own graph: where batch norms are folded, weights are rounded once more. */
  private void assertPredicts(String spec, int size) {
    Path output = folder.resolve("specc_" + size + ".npy");
    fine(
        "predict",
        spec,
        "--passes",
        "none",
        "--weights",
        folder.resolve("weights.pth").toString(),
        "--input",
        folder.resolve("x_" + size + ".npy").toString(),
        "--output",
        output.toString());
    double error = NpyDifference.relative(folder.resolve("y_" + size + ".npy"), output);
    assertTrue(error <= OTHER_LAYOUT, "predict at " + size + ": relative difference " + error);
  }

  private void assertArchive(String spec, String size, List<Integer> sizes)
      throws IOException, InterruptedException {
    Path archive = folder.resolve("net.pt");
    String weights = folder.resolve("weights.pth").toString();
    fine(
        "export",
        spec,
        "--size",
        size,
        "--to",
        "torchscript",
        "--weights",
        weights,
        "--out",
        archive.toString());
    List<String> command = new ArrayList<>(List.of("archive", archive.toString()));
    command.add(folder.toString());
    sizes.forEach(s -> command.add(s.toString()));
    double error =
        Double.parseDouble(Python.script("exported.py", command.toArray(String[]::new)).strip());
    System.out.printf("%s: the archive differs by %.1e of the largest output%n", spec, error);
    assertTrue(error <= TOLERANCE, "archive: relative difference " + error);
  }

  private static void fine(String... arguments) {
    assertEquals(0, Main.run(arguments), String.join(" ", arguments));
  }

  private static String argument(String spec) {
    int hash = spec.indexOf('#');
    String name = hash < 0 ? spec : spec.substring(0, hash);
    String variant = hash < 0 ? "" : spec.substring(hash);
    return TorchvisionModel.specs().resolve(name + ".yaml") + variant;
  }

  private static Graph graph(String argument, String size) {
    int hash = argument.indexOf('#');
    String[] dims = size.split("x");
    Compiler.Request request =
        new Compiler.Request(
            hash < 0 ? argument : argument.substring(0, hash),
            hash < 0 ? null : argument.substring(hash + 1),
            Map.of(),
            size.isEmpty() ? null : Shape.of(Stream.of(dims).mapToLong(Long::parseLong).toArray()));
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  private static Map<String, String> stateDict(Graph graph) {
    Map<String, String> shapes = new TreeMap<>();
    graph.parameters().forEach((name, p) -> shapes.put(name, compact(p.dims().toString())));
    return shapes;
  }

  private static Map<String, String> stateDict(JsonNode facts) {
    Map<String, String> shapes = new TreeMap<>();
    facts
        .path("state_dict")
        .properties()
        .forEach(e -> shapes.put(e.getKey(), compact(e.getValue().toString())));
    return shapes;
  }

  private static List<String> training(JsonNode facts) {
    List<String> shapes = new ArrayList<>();
    facts.path("training").forEach(shape -> shapes.add(compact(shape.toString())));
    return shapes;
  }

  private static String compact(String dims) {
    return dims.replace(" ", "");
  }
}
