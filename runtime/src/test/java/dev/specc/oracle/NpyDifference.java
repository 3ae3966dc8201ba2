package dev.specc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.data.NpyReader;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** How far two arrays are apart. */
final class NpyDifference {
  private NpyDifference() {}

  /** The largest difference of two elements, relative to the largest element expected. */
  static double relative(Path expected, Path actual) {
    try (NpyReader wanted = NpyReader.open(expected);
        NpyReader got = NpyReader.open(actual)) {
      assertEquals(wanted.dims(), got.dims());
      int rows = Math.toIntExact(wanted.dims().getFirst());
      return relative(wanted.rows(0, rows).asFloatBuffer(), got.rows(0, rows).asFloatBuffer());
    }
  }

  private static double relative(FloatBuffer expected, FloatBuffer actual) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.limit(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      difference = Math.max(difference, Math.abs(expected.get(i) - actual.get(i)));
      if (Float.isNaN(actual.get(i))) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return difference / largest;
  }
}
