package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;

/**
 * torch.nn.init.xavier_uniform_: uniform in +-sqrt(6 / (fan in + fan out)). DJL's own draws conv
 * weights from another range.
 */
final class XavierUniform implements Initializer {
  /**
   * @param shape [out, in, ...]; the axes after the first two are the window, which counts in both
   *     fans
   */
  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType type) {
    long window = shape.slice(2).size();
    double fans = (double) (shape.get(0) + shape.get(1)) * window;
    float range = (float) Math.sqrt(6 / fans);
    return manager.randomUniform(-range, range, shape, type);
  }
}
