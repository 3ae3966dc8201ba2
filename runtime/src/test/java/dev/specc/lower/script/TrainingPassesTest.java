package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.memory.MemoryFormat;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.weights.ConditionedWeights;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes for training leave the gradients as they are, dropout included. */
class TrainingPassesTest {
  private static final int BATCH = 4;

  static List<Graph> small() throws IOException {
    return SmallestNets.small();
  }

  @ParameterizedTest
  @MethodSource("small")
  void gradientsAgree(Graph graph) {
    Graph rewritten = Passes.run(graph, Purpose.TRAINING, Selection.ALL).graph();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Shape shape = Engines.batched(BATCH, graph.inputs().getFirst().output().dims());
      NDList images = new NDList(manager.randomNormal(shape));
      NDArray labels = manager.create(new long[] {1, 0, 2, 1}, new Shape(BATCH));
      Map<String, NDArray> weights = ConditionedWeights.of(graph, manager, 4);
      Map<String, NDArray> expected = gradients(graph, weights, images, labels);
      assertFalse(expected.isEmpty());
      Engines.assertAllClose(expected, gradients(rewritten, weights, images, labels), 1e-6);
    }
  }

  private static Map<String, NDArray> gradients(
      Graph graph, Map<String, NDArray> weights, NDList images, NDArray labels) {
    TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0, false));
    try (GraphScript script =
        GraphScript.load(
            graph, weights, Device.cpu(), ScriptOptions.float32(MemoryFormat.CONTIGUOUS), step)) {
      Engine.getEngine("PyTorch").setRandomSeed(8);
      return script.gradients(images, new NDList(labels));
    }
  }
}
