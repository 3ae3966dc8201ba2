package dev.specc.op;

/**
 * How a window op extends its input.
 *
 * <p>{@code valid} is {@link Explicit} zero. {@link Same} keeps ceil(size / stride), as TensorFlow
 * does: of an odd total the extra row or column goes to the bottom or right. For stride 1 this is
 * PyTorch's {@code padding='same'}.
 */
public sealed interface Padding {
  /** The same number of rows above and below, and of columns left and right. */
  record Explicit(Pair pair) implements Padding {}

  /** As much as keeps ceil(size / stride). */
  record Same() implements Padding {}

  static Padding none() {
    return new Explicit(Pair.both(0));
  }

  static Padding of(long height, long width) {
    return new Explicit(new Pair(height, width));
  }

  /** Rows and columns added on each side of an input of a known size. */
  record Sides(long top, long bottom, long left, long right) {
    public boolean isSymmetric() {
      return top == bottom && left == right;
    }

    public boolean isNone() {
      return top == 0 && bottom == 0 && left == 0 && right == 0;
    }
  }

  /** The sides for an input of this height and width. */
  default Sides sides(long height, long width, Pair kernel, Pair stride, Pair dilation) {
    return switch (this) {
      case Explicit e ->
          new Sides(e.pair.height(), e.pair.height(), e.pair.width(), e.pair.width());
      case Same s -> {
        long rows = sameTotal(height, kernel.height(), stride.height(), dilation.height());
        long columns = sameTotal(width, kernel.width(), stride.width(), dilation.width());
        yield new Sides(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
      }
    };
  }

  private static long sameTotal(long size, long kernel, long stride, long dilation) {
    long outputs = (size + stride - 1) / stride;
    return Math.max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - size);
  }
}
