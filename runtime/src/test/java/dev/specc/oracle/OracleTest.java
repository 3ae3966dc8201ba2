package dev.specc.oracle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.Compiler;
import dev.specc.cli.Main;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each variant that torchvision has equals torchvision's. */
@Tag("oracle")
class OracleTest {
  /** Of the largest output: sums in another order differ by less, a wrong op by far more. */
  private static final double TOLERANCE = 1e-4;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  static List<TorchvisionModel> models() {
    return TorchvisionModel.selected();
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsTorchvision(TorchvisionModel model) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("model", model.name(), folder.toString()));
    model.sizes().forEach(size -> command.add(String.valueOf(size)));
    Python.oracle(command.toArray(String[]::new));
    JsonNode facts = JSON.readTree(folder.resolve("model.json").toFile());
    Graph standard = compile(request(model, model.sizes().getFirst()));
    assertAll(
        () -> assertEquals(stateDict(facts), stateDict(standard), "state_dict"),
        () -> assertEquals(facts.path("parameters").asLong(), parameters(standard), "parameters"),
        () -> assertHeads(model, facts, standard),
        () -> assertModules(model, facts),
        () -> assertOutputs(model));
  }

  /** Names and shapes, sorted by name: the order of a state_dict is that of construction. */
  private static String stateDict(JsonNode facts) {
    Map<String, String> shapes = new TreeMap<>();
    facts.path("state_dict").forEach(e -> shapes.put(e.path(0).asText(), e.path(1).toString()));
    return lines(shapes);
  }

  private static String stateDict(Graph graph) {
    Map<String, String> shapes = new TreeMap<>();
    graph.parameters().forEach((name, p) -> shapes.put(name, compact(p.dims())));
    return lines(shapes);
  }

  private static String lines(Map<String, String> shapes) {
    return shapes.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String compact(List<Long> dims) {
    return dims.toString().replace(" ", "");
  }

  private static long parameters(Graph graph) {
    return graph.parameters().values().stream()
        .filter(p -> p.kind().isTrained())
        .mapToLong(p -> p.elements())
        .sum();
  }

  /** As many heads as torchvision returns in training, with its shapes, and the papers' weights. */
  private static void assertHeads(TorchvisionModel model, JsonNode facts, Graph graph) {
    List<String> expected =
        facts.path("aux").properties().stream()
            .filter(e -> !e.getKey().equals("logits"))
            .map(e -> e.getValue() + " with weight " + model.auxWeight())
            .toList();
    List<String> heads =
        graph.heads().stream()
            .map(h -> compact(graph.node(h.node()).output().dims()) + " with weight " + h.weight())
            .toList();
    assertEquals(expected, heads, "auxiliary heads");
    List<String> returned = TrainingOutputs.shapes(graph);
    List<String> all =
        facts.path("aux").isEmpty()
            ? List.of(compact(graph.outputShape().dims()))
            : facts.path("aux").properties().stream().map(e -> e.getValue().toString()).toList();
    assertEquals(all, returned, "outputs in training");
  }

  private static void assertModules(TorchvisionModel model, JsonNode facts) {
    List<String> differences = new ArrayList<>();
    for (int size : model.sizes()) {
      Graph graph = compile(request(model, size).forEvaluation());
      Map<String, Node> nodes =
          graph.nodes().stream().collect(Collectors.toMap(Node::path, node -> node));
      ModuleShapes.of(facts.path("modules").path(String.valueOf(size)))
          .differences(nodes)
          .forEach(d -> differences.add("at " + size + ": " + d));
    }
    assertEquals("", String.join("\n", differences), "output shapes of modules");
  }

  private void assertOutputs(TorchvisionModel model) throws IOException {
    for (int size : model.sizes()) {
      Path output = folder.resolve("specc_" + size + ".npy");
      int status =
          Main.run(
              "predict",
              model.argument(),
              "--weights",
              folder.resolve("weights.pth").toString(),
              "--input",
              folder.resolve("x_" + size + ".npy").toString(),
              "--output",
              output.toString());
      assertEquals(0, status, "predict at " + size);
      double error = NpyDifference.relative(folder.resolve("y_" + size + ".npy"), output);
      record(model, error);
      System.out.printf("%s at %d: relative difference %.1e%n", model.name(), size, error);
      assertTrue(error <= TOLERANCE, "at " + size + ": relative difference " + error);
    }
  }

  /** Keeps the result for docs/zoo.md. */
  private static void record(TorchvisionModel model, double error) throws IOException {
    Path results = Path.of(System.getProperty("specc.root"), "runtime", "target", "oracle.csv");
    String variant = model.variant().isEmpty() ? "" : "#" + model.variant();
    Files.writeString(
        results,
        model.file().getFileName() + variant + "," + error + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void everyVariantWithTheNameOfAModelIsCompared() throws IOException, InterruptedException {
    JsonNode list = JSON.readTree(Python.oracle("list"));
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asText()));
    List<String> compared = TorchvisionModel.all().stream().map(m -> m.argument()).toList();
    try (Stream<Path> files = Files.list(TorchvisionModel.specs())) {
      List<String> forgotten =
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .flatMap(f -> named(f, names))
              .filter(argument -> !compared.contains(argument))
              .toList();
      assertEquals(List.of(), forgotten, "lacking in the table of TorchvisionModel");
    }
  }

  /**
   * The variants of a spec that names torchvision as its source, and that are called as a model.
   */
  private static Stream<String> named(Path file, List<String> models) {
    String stem = file.getFileName().toString().replace(".yaml", "");
    Compiler.Result result =
        new Compiler(new FileSources()).compile(Compiler.Request.of(file.toString()));
    boolean cited = result.model().filter(m -> m.source().contains("torchvision")).isPresent();
    return cited
        ? result.graphs().stream()
            .map(Graph::variant)
            .filter(v -> v.equals("torchvision") || models.contains(v.isEmpty() ? stem : v))
            .map(v -> v.isEmpty() ? file.toString() : file + "#" + v)
        : Stream.of();
  }

  private static Compiler.Request request(TorchvisionModel model, int size) {
    return new Compiler.Request(
        model.file().toString(),
        model.variant().isEmpty() ? null : model.variant(),
        Map.of(),
        new Shape(List.of(3L, (long) size, (long) size)));
  }

  private static Graph compile(Compiler.Request request) {
    Compiler.Result result = new Compiler(new FileSources()).compile(request);
    assertEquals(1, result.graphs().size(), () -> request.spec() + ": " + result.diagnostics());
    return result.graphs().getFirst();
  }
}
