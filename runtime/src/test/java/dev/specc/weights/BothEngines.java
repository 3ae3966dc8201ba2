package dev.specc.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.memory.MemoryFormat;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Transformed;
import java.util.Map;

/** A graph before and after passes for inference, on both engines with the same weights. */
final class BothEngines implements AutoCloseable {
  private static final int BATCH = 3;
  private static final int SETTLING_BATCHES = 4;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Graph graph;
  private final Transformed transformed;
  private final Map<String, NDArray> given;
  private final Map<String, NDArray> derived;

  BothEngines(Graph graph, Transformed transformed, long seed) {
    this.graph = graph;
    this.transformed = transformed;
    this.given = ConditionedWeights.of(graph, manager, seed);
    settleStatistics();
    this.derived = DerivedWeights.of(transformed, given, manager);
  }

  /** Moves the running statistics towards those of what passes, so that no value grows. */
  private void settleStatistics() {
    GraphBlock block = GraphBlock.with(graph, manager, given);
    ParameterStore store = new ParameterStore(manager, false);
    for (int i = 0; i < SETTLING_BATCHES; i++) {
      NDList images = images();
      Unrecorded.get(() -> block.forward(store, images, true)).close();
    }
  }

  NDList images() {
    NDList images = new NDList();
    graph.inputs().forEach(input -> images.add(manager.randomNormal(batched(input.output()))));
    return images;
  }

  private static Shape batched(dev.specc.op.Shape shape) {
    return new Shape(BATCH).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }

  /** All outputs are equal within a share of the largest, and depend on the images. */
  void assertOutputsAgree(double tolerance) {
    NDList images = images();
    NDList expected = blocks(graph, given, images);
    assertClose("blocks", expected, blocks(transformed.graph(), derived, images), tolerance);
    for (MemoryFormat format : MemoryFormat.values()) {
      NDList plain = script(graph, given, images, format);
      NDList rewritten = script(transformed.graph(), derived, images, format);
      assertClose("script, " + format, plain, rewritten, tolerance);
    }
    NDArray others = blocks(graph, given, images()).head();
    assertTrue(difference(expected.head(), others) > 1e-4, "the output depends on the input");
  }

  private NDList blocks(Graph net, Map<String, NDArray> weights, NDList images) {
    GraphBlock block = GraphBlock.with(net, manager, weights);
    return Unrecorded.get(() -> block.forward(new ParameterStore(manager, false), images, false));
  }

  private static NDList script(
      Graph net, Map<String, NDArray> weights, NDList images, MemoryFormat format) {
    TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0, false));
    try (GraphScript script =
        GraphScript.load(net, weights, Device.cpu(), ScriptOptions.float32(format), step)) {
      return script.predict(images);
    }
  }

  private static void assertClose(String what, NDList expected, NDList actual, double tolerance) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).getShape(), actual.get(i).getShape(), what);
      double difference = difference(expected.get(i), actual.get(i));
      assertTrue(difference <= tolerance, what + ": output " + i + " differs by " + difference);
    }
  }

  /** The largest difference as a share of the largest value; infinite where one is no number. */
  private static double difference(NDArray expected, NDArray actual) {
    float[] wanted = expected.toFloatArray();
    float[] values = actual.toFloatArray();
    double scale = 0;
    double difference = 0;
    for (int i = 0; i < wanted.length; i++) {
      scale = Math.max(scale, Math.abs(wanted[i]));
      double apart = Math.abs(values[i] - wanted[i]);
      difference = Math.max(difference, Double.isFinite(apart) ? apart : Double.POSITIVE_INFINITY);
    }
    return difference / scale;
  }

  /** The derived tensors by name. */
  Map<String, NDArray> derived() {
    return derived;
  }

  @Override
  public void close() {
    manager.close();
  }
}
