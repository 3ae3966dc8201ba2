package dev.specc.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes derived, computed: by hand on a few numbers, and on both engines. */
class DerivedWeightsTest {
  private static final double TOLERANCE = 1e-5;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    manager.close();
  }

  private Graph graph(String steps) throws IOException {
    Path spec = folder.resolve("net.yaml");
    Files.writeString(
        spec, "specc: 1\nname: net\ninput: [4, 9, 9]\nnet:\n" + steps.strip().indent(2));
    Compiler.Result result =
        new Compiler(new FileSources()).compile(Compiler.Request.of(spec.toString()));
    assertEquals(1, result.graphs().size(), () -> result.diagnostics().toString());
    return result.graphs().getFirst();
  }

  private static Transformed all(Graph graph) {
    return Passes.run(graph, Purpose.INFERENCE, Selection.ALL);
  }

  /** The variance and eps are chosen so that the root is 2; the factors are then 1 and 3. */
  @Test
  void aFoldedConvolutionByHand() throws IOException {
    Transformed net =
        all(graph("- conv: {out: 2, kernel: 1, groups: 2}\n- batch_norm: {eps: 1.0}"));
    Map<String, NDArray> given = new LinkedHashMap<>();
    given.put("0.weight", array(new Shape(2, 2, 1, 1), 1, 2, 3, 4));
    given.put("0.bias", array(new Shape(2), 10, 20));
    given.put("1.weight", array(new Shape(2), 2, 6));
    given.put("1.bias", array(new Shape(2), 0.5f, -0.5f));
    given.put("1.running_mean", array(new Shape(2), 4, 5));
    given.put("1.running_var", array(new Shape(2), 3, 3));
    Map<String, NDArray> weights = DerivedWeights.of(net, given, manager);
    assertEquals(List.of("0.weight", "0.bias"), List.copyOf(weights.keySet()));
    assertArrayEquals(new float[] {1, 2, 9, 12}, weights.get("0.weight").toFloatArray());
    assertArrayEquals(new float[] {6.5f, 44.5f}, weights.get("0.bias").toFloatArray());
  }

  /** The second axis of the weight counts the outputs of a group. */
  @Test
  void aFoldedTransposedConvolutionByHand() throws IOException {
    Transformed net =
        all(
            graph(
                "- conv_transpose: {out: 4, kernel: 1, groups: 2, bias: false}\n"
                    + "- batch_norm: {eps: 1.0, affine: false}"));
    Map<String, NDArray> given = new LinkedHashMap<>();
    given.put("0.weight", array(new Shape(4, 2, 1, 1), 1, 1, 1, 1, 1, 1, 1, 1));
    given.put("1.running_mean", array(new Shape(4), 1, 1, 1, 1));
    given.put("1.running_var", array(new Shape(4), 0, 3, 15, 63));
    Map<String, NDArray> weights = DerivedWeights.of(net, given, manager);
    assertArrayEquals(
        new float[] {1, 0.5f, 1, 0.5f, 0.25f, 0.125f, 0.25f, 0.125f},
        weights.get("0.weight").toFloatArray());
    assertArrayEquals(
        new float[] {-1, -0.5f, -0.25f, -0.125f}, weights.get("0.bias").toFloatArray());
  }

  @Test
  void mergedConvolutionsByHand() throws IOException {
    Transformed net =
        all(
            graph(
                """
                - branches:
                    a: [conv: {out: 1, kernel: 1, bias: false}]
                    b: [conv: {out: 2, kernel: 1}]
                """));
    Map<String, NDArray> given = new LinkedHashMap<>();
    given.put("a.0.weight", array(new Shape(1, 4, 1, 1), 1, 2, 3, 4));
    given.put("b.0.weight", array(new Shape(2, 4, 1, 1), 5, 6, 7, 8, 9, 10, 11, 12));
    given.put("b.0.bias", array(new Shape(2), 13, 14));
    Map<String, NDArray> weights = DerivedWeights.of(net, given, manager);
    assertArrayEquals(
        new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
        weights.get("merged.weight").toFloatArray());
    assertEquals(new Shape(3, 4, 1, 1), weights.get("merged.weight").getShape());
    assertArrayEquals(new float[] {0, 13, 14}, weights.get("merged.bias").toFloatArray());
  }

  @Test
  void whatIsNotDerivedIsTheGivenArray() throws IOException {
    Transformed net = all(graph("- batch_norm\n- relu"));
    Map<String, NDArray> given = ConditionedWeights.of(net.graph(), manager, 1);
    DerivedWeights.of(net, given, manager)
        .forEach((name, array) -> assertSame(given.get(name), array));
    assertThrows(IllegalArgumentException.class, () -> DerivedWeights.of(net, Map.of(), manager));
  }

  private NDArray array(Shape shape, float... values) {
    return manager.create(values, shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- conv: {out: 6, kernel: 3, bias: false}\n- batch_norm\n- relu",
        "- conv: {out: 6, kernel: 3, groups: 2}\n- batch_norm: {affine: false}",
        "- conv: {out: 6, kernel: 3, stride: 2, padding: same, dilation: 1}\n- batch_norm",
        "- conv: {out: 8, kernel: 3, depthwise: true}\n- batch_norm: {eps: 0.3}",
        "- conv_transpose: {out: 6, kernel: 3, stride: 2, groups: 2}\n- batch_norm",
        "- conv_transpose: {out: 6, kernel: 2, bias: false}\n- batch_norm: {affine: false}",
        "- flatten\n- linear: {out: 7}\n- batch_norm\n- relu",
        "- linear: {out: 7, over: channels, bias: false}\n- identity\n- batch_norm",
        "- conv: {out: 5, kernel: 1}\n- dropout: {p: 0.5}\n- batch_norm",
        """
        - branches:
            one: [conv: {out: 4, kernel: 1, bias: false}, batch_norm, relu]
            two: [conv: {out: 2, kernel: 1}, batch_norm, relu, conv: {out: 3, kernel: 3, padding: 1}]
            three: [conv: {out: 3, kernel: 1}, relu]
        - conv: {out: 3, kernel: 1}
        """,
        """
        - branches:
            left: [conv: {out: 4, kernel: 3, padding: 1}, batch_norm]
            right: [conv: {out: 4, kernel: 3, padding: 1}, batch_norm]
            none: [zero]
            same: [affine: {scale: 1, shift: 0}]
          join: add
        - relu
        """,
        """
        - conv: {out: 4, kernel: 1}
          share: k
        - batch_norm
        - conv: {out: 4, kernel: 1}
          share: k
        - batch_norm
        """,
      })
  void bothEnginesGiveTheSameOutputs(String steps) throws IOException {
    Graph graph = graph(steps);
    try (BothEngines engines = new BothEngines(graph, all(graph), 2)) {
      engines.assertOutputsAgree(TOLERANCE);
    }
  }
}
