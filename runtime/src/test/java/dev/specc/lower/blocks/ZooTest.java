package dev.specc.lower.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Input;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** libtorch gives every node of every spec of the zoo the shape that the compiler inferred. */
class ZooTest {
  static List<Path> specs() throws IOException {
    Path zoo = Path.of(System.getProperty("specc.root"), "specs");
    try (Stream<Path> files = Files.list(zoo)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void shapesAreLibtorchs(Path spec) {
    Compiler compiler = new Compiler(new FileSources());
    Compiler.Result result = compiler.compile(Compiler.Request.of(spec.toString()));
    assertFalse(result.graphs().isEmpty());
    result.graphs().forEach(ZooTest::assertShapes);
  }

  private static void assertShapes(Graph graph) {
    List<Node> nodes = graph.layers().stream().filter(n -> !n.training()).toList();
    GraphBlock block = new GraphBlock(returning(graph, nodes));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList inputs = new NDList();
      graph.inputs().forEach(n -> inputs.add(manager.zeros(batched(((Input) n.op()).shape()))));
      block.setInitializer(Initializer.ZEROS, parameter -> parameter.requiresGradient());
      block.initialize(manager, DataType.FLOAT32, inputs.getShapes());
      NDList results = block.forward(new ParameterStore(manager, false), inputs, false);
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        String name = graph.name() + "#" + graph.variant() + " " + node.path();
        assertEquals(batched(node.output()), results.get(i).getShape(), name);
      }
    }
  }

  private static Graph returning(Graph graph, List<Node> nodes) {
    List<Graph.Output> outputs =
        nodes.stream().map(n -> new Graph.Output(n.path(), n.id())).toList();
    return new Graph(graph.name(), graph.variant(), graph.nodes(), outputs, List.of());
  }

  private static Shape batched(dev.specc.op.Shape shape) {
    return new Shape(1).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }
}
