package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Random weights that keep the scale of what passes (He et al. 2015, arXiv:1502.01852, equation
 * 10), with batch norms whose statistics, scales and shifts all matter.
 */
public final class ConditionedWeights {
  private ConditionedWeights() {}

  /** Every parameter and buffer of a graph by name. */
  public static Map<String, NDArray> of(Graph graph, NDManager manager, long seed) {
    Random random = new Random(seed);
    Map<String, NDArray> weights = new LinkedHashMap<>();
    graph.parameters().forEach((name, p) -> weights.put(name, array(p, manager, random)));
    return weights;
  }

  private static NDArray array(ParameterSpec parameter, NDManager manager, Random random) {
    Shape shape = new Shape(parameter.dims().stream().mapToLong(d -> d).toArray());
    if (parameter.kind() == ParameterSpec.Kind.BATCH_COUNT) {
      return manager.ones(shape, DataType.INT64);
    }
    float[] values = new float[Math.toIntExact(parameter.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value(parameter, random);
    }
    return manager.create(values, shape);
  }

  private static double value(ParameterSpec parameter, Random random) {
    return switch (parameter.kind()) {
      case WEIGHT ->
          random.nextGaussian()
              * Math.sqrt(2.0 * parameter.dims().getFirst() / parameter.elements());
      case BIAS, SHIFT, RUNNING_MEAN -> 0.2 * random.nextGaussian();
      case SCALE -> 0.7 + 0.6 * random.nextDouble();
      case RUNNING_VARIANCE -> 0.5 + random.nextDouble();
      case BATCH_COUNT -> throw new IllegalArgumentException("a count is whole");
    };
  }
}
