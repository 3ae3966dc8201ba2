package dev.specc.lower.blocks;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Pool.AdaptiveAvgPool;
import dev.specc.op.Pool.AdaptiveMaxPool;
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.GlobalMaxPool;
import dev.specc.op.Pool.MaxPool;
import java.util.Arrays;
import java.util.Optional;

/** The pools of torch.nn, on [N, C, H, W]. */
final class PoolLayers {
  private static final Shape ONE_BY_ONE = new Shape(1, 1);

  private PoolLayers() {}

  static Layer lower(Pool op) {
    return Layer.unary(
        switch (op) {
          case MaxPool pool -> maxPool(pool);
          case AvgPool pool -> avgPool(pool);
          case AdaptiveAvgPool pool -> {
            Shape size = SlidingWindow.shape(pool.out());
            yield x -> JniUtils.adaptiveAvgPool(x, size);
          }
          case AdaptiveMaxPool pool -> {
            Shape size = SlidingWindow.shape(pool.out());
            yield x -> JniUtils.adaptiveMaxPool(x, size);
          }
          case GlobalAvgPool pool -> x -> JniUtils.adaptiveAvgPool(x, ONE_BY_ONE);
          case GlobalMaxPool pool -> x -> JniUtils.adaptiveMaxPool(x, ONE_BY_ONE);
        });
  }

  private static Layer.Unary maxPool(MaxPool pool) {
    SlidingWindow window = new SlidingWindow(pool.window());
    SlidingWindow.Windowed op =
        pool.window().dilation().equals(Pair.both(1))
            ? maxPool(window, pool.window().ceilMode())
            : dilatedMaxPool(window, pool.window().ceilMode());
    return x -> window.slide(x, Double.NEGATIVE_INFINITY, op);
  }

  private static SlidingWindow.Windowed maxPool(SlidingWindow window, boolean ceilMode) {
    Shape kernel = window.kernel();
    Shape stride = window.stride();
    return (x, padding) -> JniUtils.maxPool(x, kernel, stride, padding, ceilMode);
  }

  /** DJL's max pool takes no dilation. */
  private static SlidingWindow.Windowed dilatedMaxPool(SlidingWindow window, boolean ceilMode) {
    return (x, padding) ->
        ScriptFunction.of(
                "torch.max_pool2d(x, %s, %s, %s, %s, %s)"
                    .formatted(
                        list(window.kernel()),
                        list(window.stride()),
                        list(padding),
                        list(window.dilation()),
                        bool(ceilMode)),
                "x")
            .call(x);
  }

  /** DJL's average pool always counts the padding, whatever it is told. */
  private static Layer.Unary avgPool(AvgPool pool) {
    if (!pool.window().dilation().equals(Pair.both(1))) {
      throw new IllegalArgumentException("PyTorch has no average pool with dilation");
    }
    SlidingWindow window = new SlidingWindow(pool.window());
    SlidingWindow.Windowed counting = countingAvgPool(window, pool.window().ceilMode());
    Optional<Shape> padding = window.constantPadding();
    if (pool.countIncludePad() || padding.filter(SlidingWindow::isNone).isPresent()) {
      return x -> window.slide(x, 0, counting);
    }
    return padding.isPresent()
        ? scriptedAvgPool(window, padding.get(), pool.window().ceilMode())
        : x -> meanOfInside(x, window.sides(x.getShape()), counting);
  }

  private static SlidingWindow.Windowed countingAvgPool(SlidingWindow window, boolean ceilMode) {
    Shape kernel = window.kernel();
    Shape stride = window.stride();
    return (x, padding) -> JniUtils.avgPool(x, kernel, stride, padding, ceilMode, true);
  }

  private static Layer.Unary scriptedAvgPool(
      SlidingWindow window, Shape padding, boolean ceilMode) {
    return ScriptFunction.of(
            "torch.avg_pool2d(x, %s, %s, %s, %s, False, None)"
                .formatted(
                    list(window.kernel()), list(window.stride()), list(padding), bool(ceilMode)),
            "x")
        ::call;
  }

  /** The mean over the window with zeros outside, by the share of the window that is inside. */
  private static PtNDArray meanOfInside(PtNDArray x, Sides sides, SlidingWindow.Windowed counting) {
    Shape shape = x.getShape();
    Shape one = new Shape(1, 1, shape.get(2), shape.get(3));
    try (PtNDArray means = SlidingWindow.slide(x, sides, 0, counting);
        PtNDArray ones = (PtNDArray) x.getManager().ones(one, x.getDataType(), x.getDevice());
        PtNDArray shares = SlidingWindow.slide(ones, sides, 0, counting)) {
      return means.div(shares);
    }
  }

  private static String list(Shape shape) {
    return Arrays.toString(shape.getShape());
  }

  private static String bool(boolean value) {
    return value ? "True" : "False";
  }
}
