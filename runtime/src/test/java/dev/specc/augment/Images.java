package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Images as a plain array, [B, C, H, W] in row-major order. */
record Images(int batch, int channels, int height, int width, float[] values) {
  static Images empty(int batch, int channels, int height, int width) {
    return new Images(batch, channels, height, width, new float[batch * channels * height * width]);
  }

  /** Smooth blobs of colour over noise, in whole levels from 0 to 255: all levels, no symmetry. */
  static Images levels(int batch, int channels, int height, int width, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    Images images = empty(batch, channels, height, width);
    images.fill(
        (i, c, y, x) -> {
          double wave = Math.sin(0.5 * x + c) * Math.cos(0.3 * y + 0.7 * i) + 0.02 * (x - y);
          double level = 128 + 110 * wave + 40 * (random.nextDouble() - 0.5);
          return (float) Math.rint(Math.clamp(level, 0, 255));
        });
    return images;
  }

  static Images of(NDArray array) {
    BatchShape s = BatchShape.of(array.getShape());
    return new Images(s.batch(), s.channels(), s.height(), s.width(), array.toFloatArray());
  }

  interface Value {
    float at(int image, int channel, int y, int x);
  }

  Images fill(Value value) {
    for (int i = 0; i < batch; i++) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            values[index(i, c, y, x)] = value.at(i, c, y, x);
          }
        }
      }
    }
    return this;
  }

  /** Others of the same dims. */
  Images map(Value value) {
    return empty(batch, channels, height, width).fill(value);
  }

  float at(int image, int channel, int y, int x) {
    return values[index(image, channel, y, x)];
  }

  /** Black outside. */
  float atOrBlack(int image, int channel, int y, int x) {
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? at(image, channel, y, x) : 0;
  }

  private int index(int image, int channel, int y, int x) {
    return ((image * channels + channel) * height + y) * width + x;
  }

  BatchShape shape() {
    return new BatchShape(batch, channels, height, width);
  }

  /** From 0 to 1. */
  Images unit() {
    return map((i, c, y, x) -> at(i, c, y, x) / 255f);
  }

  /** float32. */
  NDArray array(NDManager manager) {
    return manager.create(values, new Shape(batch, channels, height, width));
  }

  /** uint8. */
  NDArray pixels(NDManager manager) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length);
    for (float value : values) {
      bytes.put((byte) (int) value);
    }
    Shape shape = new Shape(batch, channels, height, width);
    return manager.create(bytes.flip(), shape, DataType.UINT8);
  }

  /** The largest difference of a value. */
  double distance(Images other) {
    assertEquals(shape(), other.shape());
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - other.values[i]));
    }
    return largest;
  }

  void assertNear(Images expected, double tolerance) {
    double distance = distance(expected);
    assertTrue(distance <= tolerance, () -> "a value is off by " + distance);
  }
}
