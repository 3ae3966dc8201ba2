package dev.specc.lower.blocks;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Inference;
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
    if (!pool.window().dilation().equals(Pair.both(1))) {
      return dilatedMaxPool(pool, window);
    }
    SlidingWindow.Windowed op = maxPool(window, pool.window().ceilMode());
    return x -> window.slide(x, Double.NEGATIVE_INFINITY, op);
  }

  private static SlidingWindow.Windowed maxPool(SlidingWindow window, boolean ceilMode) {
    Shape kernel = window.kernel();
    Shape stride = window.stride();
    return (x, padding) -> JniUtils.maxPool(x, kernel, stride, padding, ceilMode);
  }

  /**
   * DJL's max pool takes no dilation. libtorch's takes no padding of more than half the kernel
   * before dilation, and where a window lies wholly in the padding, which specc refuses, its
   * backward pass writes outside of its memory. So the input is extended, or cut, to what the
   * windows reach, and nothing is rounded.
   */
  private static Layer.Unary dilatedMaxPool(MaxPool pool, SlidingWindow window) {
    ScriptFunction function =
        ScriptFunction.of(
            "torch.max_pool2d(x, %s, %s, [0, 0], %s, False)"
                .formatted(list(window.kernel()), list(window.stride()), list(window.dilation())),
            "x");
    return x -> {
      Sides sides = reached(pool, x.getShape());
      try (PtNDArray extended = SlidingWindow.pad(x, sides, Double.NEGATIVE_INFINITY)) {
        return function.call(extended);
      }
    };
  }

  /** What the windows reach at this size. */
  private static Sides reached(MaxPool pool, Shape x) {
    dev.specc.op.Shape input = dev.specc.op.Shape.of(x.get(1), x.get(2), x.get(3));
    return switch (pool.window().slide(input, input.channels())) {
      case Inference.Output output -> pool.window().sidesReached(input, output.shape());
      case Inference.Failure failure -> throw new EngineException(failure.message());
    };
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
