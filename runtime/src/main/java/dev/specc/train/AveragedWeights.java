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
   * @param values the net's arrays by name: the averages start as they are; those that count are
   *     the net's own
   */
  AveragedWeights(double decay, NDManager manager, Map<String, NDArray> values) {
    this.decay = decay;
    List<NDArray> moving = new ArrayList<>();
    List<NDArray> followed = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (value.getDataType() == DataType.FLOAT32) {
            NDArray copy = value.stopGradient().duplicate();
            copy.attach(manager);
            averages.put(name, copy);
            moving.add(copy);
            followed.add(value);
          } else {
            averages.put(name, value);
          }
        });
    this.script = new AverageScript(moving, followed);
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
