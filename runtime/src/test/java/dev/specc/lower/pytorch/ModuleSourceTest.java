package dev.specc.lower.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.lower.script.GraphArchive;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Identity;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Linear;
import dev.specc.op.Shape;
import dev.specc.oracle.Python;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The source of graphs written by hand gives in PyTorch what their TorchScript gives there. */
class ModuleSourceTest {
  private static final Shape VECTOR = Shape.of(4);
  private static final Linear FC = new Linear(4, true);

  @TempDir private Path folder = Path.of("");

  /** Each op with a name, where it is an expression; and numbered, where it is in a Sequential. */
  @Tag("oracle")
  @Test
  void everyOp() throws IOException, InterruptedException {
    List<Graph> graphs = new ArrayList<>();
    for (OpCase c : OpCase.all()) {
      graphs.add(graph(c, "op"));
      graphs.add(graph(c, "0"));
    }
    assertEqualInPyTorch(graphs);
  }

  private static Graph graph(OpCase c, String path) {
    String[] names =
        IntStream.range(0, c.inputs().size()).mapToObj(i -> "input" + i).toArray(String[]::new);
    return Net.of(c.inputs().toArray(Shape[]::new)).then(path, c.op(), names).graph();
  }

  @Tag("oracle")
  @Test
  void graphsOfEveryForm() throws IOException, InterruptedException {
    assertEqualInPyTorch(
        List.of(
            interleaved(),
            several(),
            shared(),
            hiddenNames(),
            singleCalls(),
            Net.of(VECTOR).then("a.0", new Identity()).graph("a.0", "input0")));
  }

  @Test
  void aNetOfSeveralValuesIsNoSequentialThoughItsLayersAreAChain() {
    assertForward(
        Net.of(VECTOR, VECTOR).then("0", new Relu(), "input1").graph(),
        "def forward(self, input0, input1):");
    assertForward(
        Net.of(VECTOR).then("0", new Relu()).then("1", new Relu()).graph("1", "1"), "return x, x");
    Graph chain = Net.of(VECTOR).then("0", FC).graph();
    List<Graph.Head> heads = List.of(new Graph.Head("early", 0, 0.3));
    assertForward(
        new Graph("test", "", chain.nodes(), chain.outputs(), heads), "if self.training:");
  }

  @Test
  void aNetWithoutLayersReturnsItsInput() {
    assertForward(Net.of(VECTOR).graph("input0"), "def forward(self, x):\n        return x");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0001, 0.0001",
    "-0.00025, -0.00025",
    "0.001, 0.001",
    "1e-5, 1e-05",
    "1.5e-10, 1.5e-10",
    "1, 1.0",
    "10000000, 10000000.0",
    "123456789.5, 123456789.5",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "2.5e100, 2.5e+100",
    "-Infinity, -math.inf"
  })
  void numbersAreAsPythonPrintsThem(double value, String python) {
    assertEquals(python, OpModules.number(value));
  }

  /** What is called again while others run in between is no single call. */
  @Test
  void whatComesAfterASharedModuleIsACallOfItsOwn() {
    assertForward(shared(), "return self.after(x)");
  }

  private static void assertForward(Graph graph, String expected) {
    String source = ModuleSource.of(graph);
    assertTrue(source.contains("(nn.Module):") && source.contains(expected), source);
  }

  /** No part of `a` and `b` can run as one: each needs the other's first half. */
  private static Graph interleaved() {
    return Net.of(VECTOR)
        .then("a.first", FC)
        .then("b.first", FC)
        .then("a.second", FC)
        .then("a.relu", new Relu())
        .then("b.inner.0", FC)
        .then("b.inner.1", new Relu())
        .graph();
  }

  private static Graph several() {
    return Net.of(VECTOR, VECTOR, VECTOR)
        .then("block.sum", new Add(), "input0", "input1")
        .then("block.fc", FC)
        .then("block.all", new Concat(), "block.sum", "block.fc", "input2")
        .then("again", new Concat(), "block.sum", "block.fc", "input2", "block.fc")
        .graph("block.all", "block.fc", "again", "input1");
  }

  private static Graph shared() {
    return Net.of(VECTOR)
        .then("tied.0", FC)
        .then("relu", new Relu())
        .sharing("tied.0", "again", FC)
        .sharing("tied.0", "oncemore", FC)
        .then("after.0", FC)
        .then("after.1", new Relu())
        .graph();
  }

  /** Of the spec whose source is kept beside it. */
  private static Graph singleCalls() {
    Path spec =
        Path.of(
            System.getProperty("specc.root"),
            "runtime/src/test/resources/dev/specc/cli/export-single_calls.yaml");
    Compiler.Request request = Compiler.Request.of(spec.toString());
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  /** Names that nn.Module or Python has for itself. */
  private static Graph hiddenNames() {
    return Net.of(VECTOR)
        .then("type", FC)
        .then("3", FC)
        .then("train.half", FC)
        .then("class.lambda.0", FC)
        .then("sum", new Add(), "type", "class.lambda.0")
        .graph();
  }

  private void assertEqualInPyTorch(List<Graph> graphs) throws IOException, InterruptedException {
    StringBuilder shapes = new StringBuilder();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int i = 0; i < graphs.size(); i++) {
        Graph graph = graphs.get(i);
        Files.writeString(folder.resolve(i + ".py"), ModuleSource.of(graph));
        Files.write(
            folder.resolve(i + ".pt"),
            GraphArchive.inference(graph, weights(graph, manager)).toBytes());
        List<Shape> inputs = graph.inputs().stream().map(n -> n.output()).toList();
        shapes.append(inputs).append("\n");
      }
    }
    Files.writeString(folder.resolve("inputs.txt"), shapes);
    assertEquals("", Python.script("exported.py", "graphs", folder.toString()));
  }

  private static Map<String, NDArray> weights(Graph graph, NDManager manager) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, spec) -> {
              long[] dims = spec.dims().stream().mapToLong(d -> d).toArray();
              ai.djl.ndarray.types.Shape shape = new ai.djl.ndarray.types.Shape(dims);
              weights.put(
                  name,
                  name.endsWith("num_batches_tracked")
                      ? manager.create(7L)
                      : manager.randomUniform(0.2f, 1, shape));
            });
    return weights;
  }
}
