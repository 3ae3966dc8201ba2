package dev.specc.lower.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Identity;
import dev.specc.op.Join.Add;
import dev.specc.op.Linear;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.oracle.Python;
import dev.specc.read.FileSources;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.weights.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from an exported model what the blocks compute. */
class OnnxModelTest {
  private static final double TOLERANCE = 1e-5;
  private static final Shape VECTOR = Shape.of(4);

  @TempDir private Path folder = Path.of("");

  static List<OpCase> cases() {
    return OpCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyOp(OpCase c) throws IOException, OrtException {
    assertEqual(graph(c), 1, 3);
  }

  private static Graph graph(OpCase c) {
    String[] names =
        IntStream.range(0, c.inputs().size()).mapToObj(i -> "input" + i).toArray(String[]::new);
    return Net.of(c.inputs().toArray(Shape[]::new)).then("op", c.op(), names).graph();
  }

  private void assertEqual(Graph graph, int... batches) throws IOException, OrtException {
    try (OnnxComparison net = new OnnxComparison(graph, folder.resolve("net.onnx"))) {
      for (int batch : batches) {
        net.assertEqualOutputs(batch, TOLERANCE);
      }
    }
  }

  @Test
  void regularisationIsLeftOut() throws IOException, OrtException {
    Net net = Net.of(VECTOR).then("drop", new Dropout(0.5)).then("path", new DropPath(0.5));
    assertEqual(net.then("fc", new Linear(3, true)).graph(), 2);
  }

  @Test
  void severalInputsAndOutputs() throws IOException, OrtException {
    Net net =
        Net.of(VECTOR, VECTOR)
            .then("sum", new Add(), "input0", "input1")
            .then("fc", new Linear(3, false))
            .then("same", new Identity());
    assertEqual(net.graph("sum", "fc", "same", "input1"), 2);
  }

  /** Slices of one convolution in the place of an Inception module's branches. */
  @Test
  void aNetAfterAllPasses() throws IOException, OrtException {
    Compiler.Request request =
        new Compiler.Request(
            Path.of(System.getProperty("specc.root"), "specs", "googlenet.yaml").toString(),
            "torchvision",
            Map.of(),
            Shape.of(3, 64, 64));
    Graph graph = new Compiler(new FileSources()).compile(request).graphs().getFirst();
    assertEqual(Passes.run(graph, Purpose.INFERENCE, Selection.ALL).graph(), 2);
  }

  @Test
  void sharedWeightsAndHeads() throws IOException, OrtException {
    Net net =
        Net.of(VECTOR)
            .then("fc", new Linear(4, true))
            .then("relu", new Relu())
            .sharing("fc", "again", new Linear(4, true))
            .head("aux", new Linear(2, true), "relu");
    assertEqual(net.graph(), 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet",
        "resnet_cifar#resnet20",
        "squeezenet#squeezenet1_1",
        "mobilenet_v3#mobilenet_v3_small",
        "shufflenet_v2#shufflenet_v2_x0_5"
      })
  void netsOfTheZoo(String spec) throws IOException, OrtException {
    List<Graph> graphs = compile(spec);
    assertEquals(1, graphs.size());
    assertEqual(graphs.getFirst(), 2);
  }

  static List<String> specs() throws IOException {
    try (Stream<Path> files = Files.list(zoo())) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .map(f -> f.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("specs")
  void theWholeZoo(String spec) throws IOException, OrtException {
    for (Graph graph : compile(spec)) {
      assertEqual(graph, 2);
    }
  }

  /** Weights that share one number in memory, and would be 4 GiB in a file. */
  @Test
  void whatIsTooLargeForTheFormatIsRefusedBeforeItIsWritten() {
    Graph graph = Net.of(Shape.of(1 << 15)).then("fc", new Linear(1 << 15, false)).graph();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray large =
          manager.zeros(new ai.djl.ndarray.types.Shape(1, 1)).broadcast(1 << 15, 1 << 15);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      WeightsException refusal =
          assertThrows(
              WeightsException.class,
              () -> OnnxModel.write(graph, Map.of("fc.weight", large), out));
      assertEquals(
          "test has 4.0 GiB as an ONNX model, and a file of that format holds less than 2 GiB;"
              + " TorchScript archives and safetensors have no such limit",
          refusal.getMessage());
      assertEquals(0, out.size());
    }
  }

  /** The checker of the package {@code onnx}, with its own inference of shapes. */
  @Tag("oracle")
  @Test
  void passesTheCheckerOfOnnx() throws IOException, OrtException, InterruptedException {
    int count = 0;
    for (OpCase c : cases()) {
      check(graph(c), folder.resolve("op" + count++ + ".onnx"));
    }
    for (String spec : List.of("lenet", "googlenet#torchvision", "convnext#convnext_tiny")) {
      check(compile(spec).getFirst(), folder.resolve("net" + count++ + ".onnx"));
    }
    assertEquals(count + " models are fine\n", Python.script("check_onnx.py", folder.toString()));
  }

  private static void check(Graph graph, Path file) throws IOException, OrtException {
    new OnnxComparison(graph, file).close();
  }

  private static List<Graph> compile(String spec) {
    int hash = spec.indexOf('#');
    String name = hash < 0 ? spec : spec.substring(0, hash);
    String file = zoo().resolve(name + ".yaml").toString();
    Compiler.Request all = Compiler.Request.of(file);
    Compiler.Result result = new Compiler(new FileSources()).compile(all);
    return result.graphs().stream()
        .filter(graph -> hash < 0 || graph.variant().equals(spec.substring(hash + 1)))
        .toList();
  }

  private static Path zoo() {
    return Path.of(System.getProperty("specc.root"), "specs");
  }
}
