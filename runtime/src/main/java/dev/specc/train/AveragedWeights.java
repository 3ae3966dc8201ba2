package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.specc.lower.script.AverageScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exponential moving average of all parameters and buffers. At first it follows faster, so that
 * a short run is not weighed down by the weights that it started with: the decay of update n is
 * min(decay, (1 + n) / (10 + n)), as in TensorFlow's ExponentialMovingAverage with {@code
 * num_updates}.
 */
final class AveragedWeights implements AutoCloseable {
  private final double decay;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();
  private final AverageScript script;

  /**
   * @param starts what the averages start as, which they then are; a copy of the values
   * @param values the net's arrays by name; those that count stand for their own average
   */
  AveragedWeights(double decay, Map<String, NDArray> starts, Map<String, NDArray> values) {
    this.decay = decay;
    List<NDArray> moving = new ArrayList<>();
    List<NDArray> followed = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          boolean moves = value.getDataType() == DataType.FLOAT32;
          averages.put(name, moves ? starts.get(name) : value);
          if (moves) {
            moving.add(starts.get(name));
            followed.add(value);
          }
        });
    this.script = new AverageScript(moving, followed);
  }

  /** Copies of all arrays, which the manager owns. */
  static Map<String, NDArray> copies(Map<String, NDArray> values, NDManager manager) {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          NDArray copy = value.stopGradient().duplicate();
          copy.attach(manager);
          copies.put(name, copy);
        });
    return copies;
  }

  /**
   * Moves the averages towards the net.
   *
   * @param updates that the net has had, this one included
   */
  void follow(long updates) {
    script.apply(Math.min(decay, (1.0 + updates) / (10.0 + updates)));
  }

  Map<String, NDArray> byName() {
    return averages;
  }

  @Override
  public void close() {
    script.close();
  }
}
