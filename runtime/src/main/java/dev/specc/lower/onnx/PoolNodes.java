package dev.specc.lower.onnx;

import dev.specc.op.Padding.Sides;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Pool.AdaptiveAvgPool;
import dev.specc.op.Pool.AdaptiveMaxPool;
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.GlobalMaxPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The pools. Sizes are known here, so what {@code ceil_mode} would add is written as padding:
 * runtimes disagree about the last window.
 */
final class PoolNodes {
  private PoolNodes() {}

  static void write(Pool op, Call call) {
    switch (op) {
      case MaxPool pool -> max(pool.window(), call);
      case AvgPool pool -> average(pool, call);
      case AdaptiveAvgPool pool -> adaptiveAverage(pool.out(), call);
      case AdaptiveMaxPool pool -> adaptiveMax(pool.out(), call);
      case GlobalAvgPool pool -> call.result("GlobalAveragePool", call.inputs());
      case GlobalMaxPool pool -> call.result("GlobalMaxPool", call.inputs());
    }
  }

  private static void max(Window window, Call call) {
    Sides sides = reaching(window, window.sides(call.shape()), call);
    if (isInsideWindow(sides, window.kernel())) {
      max(window, sides, call.x(), call);
      return;
    }
    String padded = RearrangementNodes.pad(call.x(), sides, Double.NEGATIVE_INFINITY, call);
    max(window, new Sides(0, 0, 0, 0), padded, call);
  }

  private static void max(Window window, Sides sides, String x, Call call) {
    call.result(
        "MaxPool",
        List.of(x),
        Attribute.of("kernel_shape", window.kernel()),
        Attribute.of("strides", window.stride()),
        WindowNodes.pads(sides),
        Attribute.of("dilations", window.dilation()));
  }

  /** ONNX pads a pool by less than its kernel. */
  private static boolean isInsideWindow(Sides sides, Pair kernel) {
    return Math.max(sides.top(), sides.bottom()) < kernel.height()
        && Math.max(sides.left(), sides.right()) < kernel.width();
  }

  /**
   * The sides, with as many more rows below and columns to the right as the last window needs to be
   * whole.
   */
  private static Sides reaching(Window window, Sides sides, Call call) {
    Shape in = call.shape();
    Shape out = call.output();
    long bottom =
        end(
            out.height(),
            window.stride().height(),
            window.reach().height(),
            in.height() + sides.top());
    long right =
        end(
            out.width(),
            window.stride().width(),
            window.reach().width(),
            in.width() + sides.left());
    return new Sides(
        sides.top(),
        Math.max(sides.bottom(), bottom),
        sides.left(),
        Math.max(sides.right(), right));
  }

  private static long end(long windows, long stride, long reach, long before) {
    return (windows - 1) * stride + reach - before;
  }

  /** Zeros that count are padded before; what completes the last window never counts. */
  private static void average(AvgPool pool, Call call) {
    Window window = pool.window();
    Sides sides = window.sides(call.shape());
    Sides reaching = reaching(window, sides, call);
    if (!pool.countIncludePad() || sides.isNone()) {
      average(window, reaching, false, call.x(), call);
    } else if (reaching.equals(sides)) {
      average(window, sides, true, call.x(), call);
    } else {
      String padded = RearrangementNodes.pad(call.x(), sides, 0, call);
      Sides rest =
          new Sides(0, reaching.bottom() - sides.bottom(), 0, reaching.right() - sides.right());
      average(window, rest, false, padded, call);
    }
  }

  private static void average(Window window, Sides sides, boolean counts, String x, Call call) {
    call.result(
        "AveragePool",
        List.of(x),
        Attribute.of("kernel_shape", window.kernel()),
        Attribute.of("strides", window.stride()),
        WindowNodes.pads(sides),
        Attribute.of("count_include_pad", counts ? 1 : 0));
  }

  /** Means over rows, then over columns, as products with matrices of shares. */
  private static void adaptiveAverage(Pair out, Call call) {
    Shape in = call.shape();
    if (divides(out, in)) {
      call.result("AveragePool", call.inputs(), even(out, in));
      return;
    }
    String rows =
        call.numbers(
            "rows", List.of(out.height(), in.height()), shares(in.height(), out.height(), false));
    String columns =
        call.numbers(
            "columns", List.of(in.width(), out.width()), shares(in.width(), out.width(), true));
    String means = call.value("MatMul", List.of(rows, call.x()));
    call.result("MatMul", List.of(means, columns));
  }

  private static boolean divides(Pair out, Shape in) {
    return in.height() % out.height() == 0 && in.width() % out.width() == 0;
  }

  /** Windows side by side. */
  private static Attribute[] even(Pair out, Shape in) {
    Pair window = new Pair(in.height() / out.height(), in.width() / out.width());
    return new Attribute[] {Attribute.of("kernel_shape", window), Attribute.of("strides", window)};
  }

  /** Where a window of torch.nn.AdaptiveAvgPool2d starts; it ends before the next one's end. */
  private static long start(long i, long in, long out) {
    return i * in / out;
  }

  private static long end(long i, long in, long out) {
    return ((i + 1) * in + out - 1) / out;
  }

  /** 1 / count where an output's window has an input. */
  private static float[] shares(long in, long out, boolean transposed) {
    float[] shares = new float[Math.toIntExact(in * out)];
    for (long i = 0; i < out; i++) {
      long from = start(i, in, out);
      long to = end(i, in, out);
      for (long j = from; j < to; j++) {
        shares[(int) (transposed ? j * out + i : i * in + j)] = 1f / (to - from);
      }
    }
    return shares;
  }

  private static void adaptiveMax(Pair out, Call call) {
    Shape in = call.shape();
    if (divides(out, in)) {
      call.result("MaxPool", call.inputs(), even(out, in));
      return;
    }
    String rows =
        call.value("Concat", maxima(call.x(), 2, in.height(), out.height(), call), axis(2));
    call.result("Concat", maxima(rows, 3, in.width(), out.width(), call), axis(3));
  }

  private static Attribute axis(int axis) {
    return Attribute.of("axis", axis);
  }

  private static List<String> maxima(String x, int axis, long in, long out, Call call) {
    String axes = call.wholes("axis" + axis, axis);
    List<String> maxima = new ArrayList<>();
    for (long i = 0; i < out; i++) {
      String from = call.wholes("from", start(i, in, out));
      String to = call.wholes("to", end(i, in, out));
      String window = call.value("Slice", List.of(x, from, to, axes));
      maxima.add(call.value("ReduceMax", List.of(window), Attribute.list("axes", axis)));
    }
    return maxima;
  }
}
