package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Inputs and weights with each number off by some units in the last place of a float32. What that
 * does to a result, in a {@link PerturbedGraph}, is what rounding may do.
 */
final class Perturbed {
  /** Half the distance from 1 to the next float32. */
  static final double UNIT = 0x1p-23;

  private final Random random;
  private final NDManager manager;

  Perturbed(NDManager manager, long seed) {
    this.manager = manager;
    this.random = new Random(seed);
  }

  /** A number of about the size of a unit. */
  double unit() {
    return UNIT * random.nextGaussian();
  }

  /**
   * Weights of a graph that is perturbed, too, or not.
   *
   * @param weights of the graph that is not
   */
  Map<String, NDArray> weights(Graph graph, Map<String, NDArray> weights) {
    Map<String, NDArray> perturbed = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, parameter) -> {
              Shape shape = new Shape(parameter.dims().stream().mapToLong(d -> d).toArray());
              NDArray array =
                  name.endsWith(PerturbedGraph.NOTHING)
                      ? manager.full(shape, Float.NaN)
                      : name.endsWith(PerturbedGraph.SCALED)
                          ? manager.ones(shape)
                          : weights.get(name);
              perturbed.put(name, of(array));
            });
    return perturbed;
  }

  NDList of(NDList arrays) {
    NDList perturbed = new NDList();
    arrays.forEach(array -> perturbed.add(of(array)));
    return perturbed;
  }

  private NDArray of(NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      return array;
    }
    float[] values = array.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * (1 + unit()));
    }
    return manager.create(values, array.getShape());
  }
}
