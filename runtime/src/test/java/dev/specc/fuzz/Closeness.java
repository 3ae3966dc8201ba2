package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** How far apart two arrays are. */
final class Closeness {
  /** Of the largest value, or of 1 where all are smaller. */
  static final double TOLERANCE = 1e-5;

  private Closeness() {}

  /**
   * The largest distance of two elements, as a share of the largest expected one, or of 1 where all
   * are smaller. Elements that are no finite numbers on both sides do not count; infinity where
   * they are on one.
   */
  static double difference(NDArray expected, NDArray actual) {
    float[] wanted = floats(expected);
    float[] values = floats(actual);
    double scale = 1;
    double apart = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (Float.isFinite(wanted[i]) != Float.isFinite(values[i])) {
        return Double.POSITIVE_INFINITY;
      }
      if (Float.isFinite(wanted[i])) {
        scale = Math.max(scale, Math.abs(wanted[i]));
        apart = Math.max(apart, Math.abs((double) wanted[i] - values[i]));
      }
    }
    return apart / scale;
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }
}
