package dev.specc.data;

/**
 * Resizes planes of bytes with a triangle filter that widens when the image gets smaller, so that
 * nothing is skipped: Pillow's {@code resize(BILINEAR)}, which torchvision's Resize calls, with its
 * rounding after each of the two passes.
 */
final class Bilinear {
  private static final int BITS = 22;

  private final Taps rows;
  private final Taps columns;

  /**
   * Resizes from one size to another and cuts a part out; only that part is computed.
   *
   * @param toHeight of the whole resized image
   * @param part of the resized image
   */
  Bilinear(int height, int width, int toHeight, int toWidth, Part part) {
    this.rows = Taps.of(height, toHeight, part.top(), part.height());
    this.columns = Taps.of(width, toWidth, part.left(), part.width());
  }

  /** A rectangle of an image, in pixels. */
  record Part(int top, int left, int height, int width) {}

  /**
   * The weights of one axis.
   *
   * @param size of the axis before
   * @param first the first old place that counts, for each new place
   * @param weights in 2^-22; each new place's sum to 1
   */
  private record Taps(int size, int[] first, int[][] weights) {
    static Taps of(int size, int to, int from, int count) {
      double scale = (double) size / to;
      double radius = Math.max(1, scale);
      int[] first = new int[count];
      int[][] weights = new int[count][];
      for (int i = 0; i < count; i++) {
        double centre = (from + i + 0.5) * scale;
        first[i] = Math.max(0, (int) (centre - radius + 0.5));
        int end = Math.min(size, (int) (centre + radius + 0.5));
        weights[i] = triangle(first[i], end, centre, radius);
      }
      return new Taps(size, first, weights);
    }

    private static int[] triangle(int from, int to, double centre, double radius) {
      double[] exact = new double[to - from];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = Math.max(0, 1 - Math.abs((from + i + 0.5 - centre) / radius));
        sum += exact[i];
      }
      int[] weights = new int[exact.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (int) Math.round(exact[i] / sum * (1 << BITS));
      }
      return weights;
    }

    int count() {
      return first.length;
    }

    /** One after the last old place that counts for a new one. */
    int end(int place) {
      return first[place] + weights[place].length;
    }
  }

  /** One plane [height, width] to another [part's height, part's width]. */
  void resize(byte[] from, int fromAt, byte[] to, int toAt) {
    int top = rows.first[0];
    int needed = rows.end(rows.count() - 1) - top;
    byte[] narrow = new byte[needed * columns.count()];
    for (int y = 0; y < needed; y++) {
      alongRow(from, fromAt + (top + y) * columns.size, narrow, y * columns.count());
    }
    int[] sums = new int[columns.count()];
    for (int y = 0; y < rows.count(); y++) {
      downColumns(narrow, top, y, sums);
      for (int x = 0; x < sums.length; x++) {
        to[toAt + y * sums.length + x] = rounded(sums[x]);
      }
    }
  }

  private void alongRow(byte[] from, int fromAt, byte[] to, int toAt) {
    for (int x = 0; x < columns.count(); x++) {
      int[] weights = columns.weights[x];
      int at = fromAt + columns.first[x];
      int sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * (from[at + k] & 0xff);
      }
      to[toAt + x] = rounded(sum);
    }
  }

  private void downColumns(byte[] narrow, int top, int row, int[] sums) {
    int[] weights = rows.weights[row];
    java.util.Arrays.fill(sums, 0);
    for (int k = 0; k < weights.length; k++) {
      int weight = weights[k];
      int at = (rows.first[row] - top + k) * sums.length;
      for (int x = 0; x < sums.length; x++) {
        sums[x] += weight * (narrow[at + x] & 0xff);
      }
    }
  }

  /** Weights are positive and sum to 1 but for their last bit: only the top can be passed. */
  private static byte rounded(int sum) {
    return (byte) Math.min(255, sum + (1 << BITS - 1) >> BITS);
  }
}
