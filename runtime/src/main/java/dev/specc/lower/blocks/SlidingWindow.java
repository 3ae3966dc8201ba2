package dev.specc.lower.blocks;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import java.util.Optional;

/**
 * A window in libtorch's terms. libtorch pads both sides of an axis alike; where {@code same} pads
 * them differently, the padding is added beforehand.
 */
final class SlidingWindow {
  /** An op over windows of its input [N, C, H, W], given the padding it shall add itself. */
  @FunctionalInterface
  interface Windowed {
    PtNDArray apply(PtNDArray input, Shape padding);
  }

  static final Shape NO_PADDING = new Shape(0, 0);

  private final Window window;
  private final Optional<Shape> constant;

  SlidingWindow(Window window) {
    this.window = window;
    this.constant =
        Optional.of(sides(1, 1))
            .filter(sides -> !window.padsBySize() && sides.isSymmetric())
            .map(SlidingWindow::padding);
  }

  Shape kernel() {
    return shape(window.kernel());
  }

  Shape stride() {
    return shape(window.stride());
  }

  Shape dilation() {
    return shape(window.dilation());
  }

  /** The padding for inputs of every size, if libtorch's op can add it itself. */
  Optional<Shape> constantPadding() {
    return constant;
  }

  /** Slides the op over the input [N, C, H, W] extended by this value. */
  PtNDArray slide(PtNDArray input, double fill, Windowed op) {
    return constant.isPresent()
        ? op.apply(input, constant.get())
        : slide(input, sides(input.getShape()), fill, op);
  }

  static PtNDArray slide(PtNDArray input, Sides sides, double fill, Windowed op) {
    if (sides.isSymmetric()) {
      return op.apply(input, padding(sides));
    }
    try (PtNDArray padded = pad(input, sides, fill)) {
      return op.apply(padded, NO_PADDING);
    }
  }

  /** The sides added to an input [N, C, H, W]. */
  Sides sides(Shape input) {
    return sides(input.get(2), input.get(3));
  }

  private Sides sides(long height, long width) {
    return window
        .padding()
        .sides(height, width, window.kernel(), window.stride(), window.dilation());
  }

  /**
   * Whether a window may lie wholly in the padding, or skip a small input with its dilation. There
   * oneDNN's convolution of libtorch 2.7.1 (brgemm, for AVX-512) reads from address 0 when the
   * channels come last in memory: the padding must be added beforehand.
   *
   * @param input [N, C, H, W]; of another rank, the op itself refuses it
   * @param padding of both sides of height and width
   */
  boolean missesInput(Shape input, Shape padding) {
    if (input.dimension() != 4) {
      return false;
    }
    return misses(
            input.get(2), padding.get(0), window.kernel().height(), window.dilation().height())
        || misses(input.get(3), padding.get(1), window.kernel().width(), window.dilation().width());
  }

  private static boolean misses(long size, long padding, long kernel, long dilation) {
    return padding > 0 && (padding > dilation * (kernel - 1) || dilation > size);
  }

  /** Adds rows and columns of zeros, as many on both sides of an axis. */
  static PtNDArray pad(PtNDArray input, Shape padding) {
    long rows = padding.get(0);
    long columns = padding.get(1);
    return pad(input, new Sides(rows, rows, columns, columns), 0);
  }

  /** Adds rows and columns of one value; negative sides crop. */
  static PtNDArray pad(PtNDArray input, Sides sides, double value) {
    long[] innermostFirst = {sides.left(), sides.right(), sides.top(), sides.bottom()};
    return JniUtils.pad(input, innermostFirst, value);
  }

  private static Shape padding(Sides symmetric) {
    return new Shape(symmetric.top(), symmetric.left());
  }

  static boolean isNone(Shape padding) {
    return padding.equals(NO_PADDING);
  }

  static Shape shape(Pair pair) {
    return new Shape(pair.height(), pair.width());
  }
}
