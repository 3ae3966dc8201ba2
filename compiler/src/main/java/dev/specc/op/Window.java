package dev.specc.op;

import dev.specc.diagnostic.Code;
import java.util.stream.LongStream;

/**
 * A window that slides over height and width: the arithmetic that convolutions and pools share.
 *
 * <p>The rule for one axis is PyTorch's: floor((size + padding - dilation (kernel - 1) - 1) /
 * stride) + 1; with {@code ceil_mode} the quotient is rounded up, but the last window must start
 * inside the input or its left padding (torch.nn.MaxPool2d, "Note").
 */
public record Window(Pair kernel, Pair stride, Padding padding, Pair dilation, boolean ceilMode) {
  /** A window's options are at most this, so that no arithmetic on them overflows. */
  public static final long MAX_OPTION = 1L << 31;

  public static Window of(Pair kernel, Pair stride, Padding padding, Pair dilation) {
    return new Window(kernel, stride, padding, dilation, false);
  }

  /** A window of one pixel: what a 1x1 convolution sees. */
  public static Window pointwise(Pair stride) {
    return of(Pair.both(1), stride, Padding.none(), Pair.both(1));
  }

  /** The sides that the padding adds to this input. */
  public Padding.Sides sides(Shape input) {
    return padding.sides(input.height(), input.width(), kernel, stride, dilation);
  }

  /** Whether the sides that the padding adds depend on the input's size. */
  public boolean padsBySize() {
    return padding instanceof Padding.Same && !stride.equals(Pair.both(1));
  }

  /** The output of a window over a feature map, with the given number of channels. */
  public Inference slide(Shape input, long channels) {
    Padding.Sides sides = sides(input);
    long rows = Math.addExact(input.height(), sides.top() + sides.bottom());
    long columns = Math.addExact(input.width(), sides.left() + sides.right());
    Pair reach = reach();
    long height = count(rows, reach.height(), stride.height(), input.height() + sides.top());
    long width = count(columns, reach.width(), stride.width(), input.width() + sides.left());
    if (height < 1 || width < 1) {
      return tooLarge(input, rows, columns, reach);
    }
    return Inference.output(channels, height, width);
  }

  /** How many rows and columns a window spans, those that its dilation skips included. */
  public Pair reach() {
    return new Pair(
        dilation.height() * (kernel.height() - 1) + 1, dilation.width() * (kernel.width() - 1) + 1);
  }

  /**
   * The padding with which the last windows end at the edge; negative where they end before it.
   *
   * @param output of {@link #slide}
   */
  public Padding.Sides sidesReached(Shape input, Shape output) {
    Padding.Sides sides = sides(input);
    Pair reach = reach();
    long rows = (output.height() - 1) * stride.height() + reach.height();
    long columns = (output.width() - 1) * stride.width() + reach.width();
    return new Padding.Sides(
        sides.top(),
        rows - input.height() - sides.top(),
        sides.left(),
        columns - input.width() - sides.left());
  }

  /**
   * Whether some window sees nothing but padding, because its dilation steps over the whole input.
   *
   * @param output of {@link #slide}, with padding of at most half the reach
   */
  boolean stepsOver(Shape input, Shape output) {
    Padding.Sides sides = sides(input);
    return stepsOver(
            input.height(), sides.top(), stride.height(), dilation.height(), output.height())
        || stepsOver(input.width(), sides.left(), stride.width(), dilation.width(), output.width());
  }

  private static boolean stepsOver(
      long size, long padding, long stride, long dilation, long windows) {
    return dilation > size
        && LongStream.range(0, windows)
            .map(window -> window * stride - padding)
            .takeWhile(start -> start < 0)
            .anyMatch(start -> Math.floorMod(start, dilation) >= size);
  }

  private long count(long padded, long reach, long stride, long lastStart) {
    long slack = padded - reach;
    if (!ceilMode) {
      return Math.floorDiv(slack, stride) + 1;
    }
    long count = Math.floorDiv(slack + stride - 1, stride) + 1;
    return (count - 1) * stride >= lastStart ? count - 1 : count;
  }

  private Inference tooLarge(Shape input, long rows, long columns, Pair reach) {
    boolean padded = rows != input.height() || columns != input.width();
    boolean dilated = !dilation.equals(Pair.both(1));
    String window =
        kernel.times() + (dilated ? " window with dilation (" + reach.times() + ")" : " window");
    String over =
        input.size() + (padded ? " input, " + rows + "x" + columns + " with padding" : " input");
    return Inference.failure(
        Code.WINDOW_TOO_LARGE,
        "a " + window + " does not fit into a " + over,
        "kernel",
        "use a smaller kernel or more padding, or shrink the feature map less before this");
  }
}
