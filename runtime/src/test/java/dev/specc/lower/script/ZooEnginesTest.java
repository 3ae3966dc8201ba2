package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import dev.specc.recipe.Loss;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both engines agree on every spec of the zoo from the same weights: outputs, gradients, running
 * statistics, and ten training steps with dropout. Each spec is tried in its smallest variant on
 * the smallest images that it takes.
 */
class ZooEnginesTest {
  private static final int BATCH = 4;
  private static final int STEPS = 10;
  private static final double TOLERANCE = 1e-5;

  static List<Graph> small() throws IOException {
    return SmallestNets.small();
  }

  static List<Graph> large() throws IOException {
    return SmallestNets.large();
  }

  @ParameterizedTest
  @MethodSource("small")
  void enginesAgree(Graph graph) {
    assertEnginesAgree(graph);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("large")
  void enginesAgreeOnLargeNets(Graph graph) {
    assertEnginesAgree(graph);
  }

  private static void assertEnginesAgree(Graph graph) {
    UpdateRule.Sgd sgd = new UpdateRule.Sgd(0.9, true);
    TrainingStep step = new TrainingStep(sgd, 10, decays(graph), new Loss.CrossEntropy(0));
    Shape input = Engines.batched(BATCH, graph.inputs().getFirst().output().dims());
    try (Engines engines = new Engines(graph, step, 3, input)) {
      NDList images = new NDList(engines.manager.randomNormal(input));
      NDArray labels = engines.manager.create(new long[] {1, 0, 2, 1}, new Shape(BATCH));
      assertOutputsAgree(engines, images);
      assertGradientsAgree(engines, images, labels);
      assertTrainingAgrees(engines, step, images, labels);
    }
  }

  /** Two groups: weights decay, the rest does not. */
  private static Map<String, Double> decays(Graph graph) {
    Map<String, Double> decays = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.kind() == ParameterSpec.Kind.WEIGHT) {
                decays.put(name, 1e-3);
              }
            });
    return decays;
  }

  private static void assertOutputsAgree(Engines engines, NDList images) {
    NDList expected = engines.forward(images, false);
    NDList actual = engines.script.predict(images);
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Engines.assertClose("output " + i, expected.get(i), actual.get(i), TOLERANCE);
    }
  }

  private static void assertGradientsAgree(Engines engines, NDList images, NDArray labels) {
    Engine engine = Engine.getEngine("PyTorch");
    engine.setRandomSeed(9);
    engines.backward(images, labels);
    engine.setRandomSeed(9);
    Map<String, NDArray> actual = engines.script.gradients(images, new NDList(labels));
    Map<String, NDArray> expected = engines.gradients();
    assertTrue(!expected.isEmpty());
    Engines.assertAllClose(expected, actual, TOLERANCE);
    Engines.assertAllClose(engines.weights(), engines.script.tensors(), TOLERANCE);
    engines.clearGradients();
  }

  private static void assertTrainingAgrees(
      Engines engines, TrainingStep step, NDList images, NDArray labels) {
    Engine engine = Engine.getEngine("PyTorch");
    Map<String, NDArray> before = new LinkedHashMap<>();
    engines.script.tensors().forEach((name, tensor) -> before.put(name, tensor.duplicate()));
    try (UpdateScript update = engines.update(step)) {
      for (int i = 0; i < STEPS; i++) {
        double rate = 1e-3 / (1 + i);
        engine.setRandomSeed(100 + i);
        float expected = engines.backward(images, labels);
        update.apply(engines.gradientList(step), rate);
        engines.clearGradients();
        engine.setRandomSeed(100 + i);
        GraphScript.Result result = engines.script.step(images, new NDList(labels), rate);
        float loss = result.loss().getFloat();
        assertEquals(expected, loss, TOLERANCE * Math.abs(expected), "step " + i);
      }
    }
    Engines.assertAllClose(engines.weights(), engines.script.tensors(), TOLERANCE);
    // Biases before a batch norm need not move; weights that decay do.
    Reached.by(engines.graph).stream()
        .filter(step.weightDecay()::containsKey)
        .forEach(name -> assertNotEquals(before.get(name), engines.script.tensors().get(name)));
  }
}
