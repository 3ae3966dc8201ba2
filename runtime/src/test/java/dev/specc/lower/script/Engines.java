package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.memory.MemoryFormat;
import dev.specc.precision.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** A graph on both engines with the same weights. */
final class Engines implements AutoCloseable {
  final NDManager manager = NDManager.newBaseManager("PyTorch");
  final Graph graph;
  final GraphBlock block;
  final GraphScript script;

  /** Arrays lie in memory as the blocks' do, so that libtorch takes the same ways. */
  Engines(Graph graph, TrainingStep step, long seed, Shape... inputs) {
    this(graph, step, MemoryFormat.CONTIGUOUS, seed, inputs);
  }

  Engines(Graph graph, TrainingStep step, MemoryFormat format, long seed, Shape... inputs) {
    this(graph, step, new ScriptOptions(format, Precision.FLOAT32), seed, inputs);
  }

  /** The weights are PyTorch's defaults for this seed. */
  Engines(Graph graph, TrainingStep step, ScriptOptions options, long seed, Shape... inputs) {
    this.graph = graph;
    this.block = new GraphBlock(graph);
    Engine.getEngine("PyTorch").setRandomSeed((int) seed);
    block.initialize(manager, DataType.FLOAT32, inputs);
    this.script = GraphScript.load(graph, weights(), Device.cpu(), options, step);
  }

  Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    block.parametersByName().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
    return weights;
  }

  /** The loss of the blocks, written with DJL's own arrays, and its gradients. */
  float backward(NDList inputs, NDArray labels) {
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDList outputs = block.forward(new ParameterStore(manager, false), inputs, true);
      NDArray loss = crossEntropy(outputs.head(), labels);
      int mainOutputs = graph.outputs().size();
      for (int i = 0; i < graph.heads().size(); i++) {
        NDArray head = crossEntropy(outputs.get(mainOutputs + i), labels);
        loss = loss.add(head.mul((float) graph.heads().get(i).weight()));
      }
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  private static NDArray crossEntropy(NDArray logits, NDArray labels) {
    return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
  }

  NDList forward(NDList inputs, boolean training) {
    return block.forward(new ParameterStore(manager, false), inputs, training);
  }

  /** The gradients that the blocks hold, of those parameters that have one. */
  Map<String, NDArray> gradients() {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    block
        .parametersByName()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient() && hasGradient(parameter)) {
                gradients.put(name, parameter.getArray().getGradient());
              }
            });
    return gradients;
  }

  private static boolean hasGradient(Parameter parameter) {
    PtNDArray array = (PtNDArray) parameter.getArray();
    try (PtNDArray gradient = JniUtils.getGradient(array)) {
      return gradient != null;
    }
  }

  /** The update that the script's step contains, for the blocks. */
  UpdateScript update(TrainingStep step) {
    List<ParameterGroup> groups = ParameterGroup.of(Reached.by(graph), step, weights());
    return new UpdateScript(step.rule(), step.maxNorm(), manager.getDevice(), groups);
  }

  /** The gradients in the order of {@link #update}'s groups. */
  List<NDArray> gradientList(TrainingStep step) {
    return ParameterGroup.of(Reached.by(graph), step, gradients()).stream()
        .flatMap(group -> group.parameters().values().stream())
        .toList();
  }

  void clearGradients() {
    gradients().keySet().stream()
        .map(name -> (PtNDArray) block.parametersByName().get(name).getArray())
        .forEach(JniUtils::zeroGrad);
  }

  static void assertAllClose(
      Map<String, NDArray> expected, Map<String, NDArray> actual, double tolerance) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, array) -> assertClose(name, array, actual.get(name), tolerance));
  }

  /** The largest difference, as a share of the largest value. */
  static void assertClose(String what, NDArray expected, NDArray actual, double tolerance) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    if (expected.getDataType() == DataType.INT64) {
      assertEquals(expected, actual, what);
      return;
    }
    double scale = 0;
    double difference = 0;
    float[] values = actual.toFloatArray();
    float[] wanted = expected.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      scale = Math.max(scale, Math.abs(wanted[i]));
      double apart = Math.abs(values[i] - wanted[i]);
      difference = Math.max(difference, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
    }
    String text = "%s differs by %g where the largest is %g".formatted(what, difference, scale);
    assertTrue(difference <= tolerance * scale || difference == 0, text);
  }

  static NDArray sequence(NDManager manager, Shape shape, IntToDoubleFunction value) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return manager.create(values, shape);
  }

  static Shape batched(long batch, List<Long> dims) {
    return new Shape(batch).addAll(new Shape(dims.stream().mapToLong(d -> d).toArray()));
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
