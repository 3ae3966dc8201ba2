package dev.specc.lower.script;

import static dev.specc.lower.script.Call.bool;
import static dev.specc.lower.script.Call.list;

import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
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
import dev.specc.op.Shape;
import dev.specc.op.Window;
import java.util.List;

/**
 * The ops that slide a window over [N, C, H, W]. libtorch pads both sides of an axis alike; where
 * {@code same} pads them differently, the padding is written before the op.
 */
final class WindowSource {
  private static final String NONE = "[0, 0]";

  /** The method of {@link #PAD_SAME}; no path may hide it. */
  static final String PAD_SAME_METHOD = "_pad_same";

  /**
   * What the module needs to pad inputs of any size: as much as keeps ceil(size / stride), of an
   * odd total the more below and to the right.
   */
  static final String PAD_SAME =
      """
        def _pad_same(self: __torch__.%s,
            x: Tensor,
            reach: List[int],
            stride: List[int],
            value: float) -> Tensor:
          height = torch.size(x, 2)
          width = torch.size(x, 3)
          rows = torch.sub(torch.mul(torch.floordiv(torch.sub(height, 1), stride[0]), stride[0]), torch.sub(height, reach[0]))
          columns = torch.sub(torch.mul(torch.floordiv(torch.sub(width, 1), stride[1]), stride[1]), torch.sub(width, reach[1]))
          rows0 = ops.prim.max(rows, 0)
          columns0 = ops.prim.max(columns, 0)
          top = torch.floordiv(rows0, 2)
          left = torch.floordiv(columns0, 2)
          sides = [left, torch.sub(columns0, left), top, torch.sub(rows0, top)]
          return torch.constant_pad_nd(x, sides, value)
      """;

  private WindowSource() {}

  /** A padded input, and the padding that is left to the op. */
  private record Padded(String input, String padding) {}

  private static Padded pad(Window window, double fill, Call call) {
    return pad(call.x(), window, fill, call);
  }

  private static Padded pad(String x, Window window, double fill, Call call) {
    if (window.padsBySize()) {
      call.needs(Call.Helper.PAD_SAME);
      String padded =
          "(self)._pad_same(%s, %s, %s, %s, )"
              .formatted(x, list(window.reach()), list(window.stride()), Call.number(fill));
      return new Padded(padded, NONE);
    }
    Sides sides = sides(window);
    if (sides.isSymmetric()) {
      return new Padded(x, list(new Pair(sides.top(), sides.left())));
    }
    return written(x, sides, fill);
  }

  /** What padding adds whatever the size is. */
  private static Sides sides(Window window) {
    return window.padding().sides(1, 1, window.kernel(), window.stride(), window.dilation());
  }

  static String conv(Conv conv, Call call) {
    return conv(conv, call, padded(conv, call).input);
  }

  /** The convolution of what {@link #convInput} gave. */
  static String conv(Conv conv, Call call, String input) {
    Window window = conv.window();
    return "torch.conv2d(%s, %s, %s, %s, %s, %s, %d)"
        .formatted(
            input,
            call.parameter(0),
            call.parameterOrNone(1),
            list(window.stride()),
            ownPadding(conv, call),
            list(window.dilation()),
            conv.groups());
  }

  private static Padded padded(Conv conv, Call call) {
    return beforehand(conv.window(), pad(conv.window(), 0, call), call.shape());
  }

  /** What the convolution itself reads: its input, or a variable of it padded beforehand. */
  static String convInput(Conv conv, Call call) {
    String input = padded(conv, call).input;
    return input.equals(call.x()) ? input : call.let("padded", input);
  }

  /** The padding that is left to the convolution. */
  static String ownPadding(Conv conv, Call call) {
    return padded(conv, call).padding;
  }

  /**
   * Where a window may lie wholly in the padding, or skip a small input with its dilation, oneDNN's
   * convolution of libtorch 2.7.1 reads from address 0 when the channels come last in memory: the
   * padding is written before the op.
   */
  private static Padded beforehand(Window window, Padded x, Shape input) {
    Sides sides = sides(window);
    Pair kernel = window.kernel();
    Pair dilation = window.dilation();
    boolean misses =
        misses(input.height(), sides.top(), kernel.height(), dilation.height())
            || misses(input.width(), sides.left(), kernel.width(), dilation.width());
    return misses && !x.padding.equals(NONE) ? written(x.input, sides, 0) : x;
  }

  private static boolean misses(long size, long padding, long kernel, long dilation) {
    return padding > 0 && (padding > dilation * (kernel - 1) || dilation > size);
  }

  private static Padded written(String x, Sides sides, double fill) {
    String padded =
        "torch.constant_pad_nd(%s, [%d, %d, %d, %d], %s)"
            .formatted(
                x, sides.left(), sides.right(), sides.top(), sides.bottom(), Call.number(fill));
    return new Padded(padded, NONE);
  }

  static String convTranspose(ConvTranspose conv, Call call) {
    return "torch.conv_transpose2d(%s, %s, %s, %s, %s, %s, %d, %s)"
        .formatted(
            call.x(),
            call.parameter(0),
            call.parameterOrNone(1),
            list(conv.stride()),
            list(conv.padding()),
            list(conv.outputPadding()),
            conv.groups(),
            list(conv.dilation()));
  }

  static String pool(Pool op, Call call) {
    return switch (op) {
      case MaxPool pool -> maxPool(pool, call);
      case AvgPool pool -> avgPool(pool, call);
      case AdaptiveAvgPool pool -> adaptiveAvg(pool.out(), call);
      case AdaptiveMaxPool pool -> adaptiveMax(pool.out(), call);
      case GlobalAvgPool pool -> adaptiveAvg(Pair.both(1), call);
      case GlobalMaxPool pool -> adaptiveMax(Pair.both(1), call);
    };
  }

  private static String adaptiveAvg(Pair out, Call call) {
    return "torch.adaptive_avg_pool2d(%s, %s)".formatted(call.x(), list(out));
  }

  /** libtorch also gives where each maximum was. */
  private static String adaptiveMax(Pair out, Call call) {
    return "(torch.adaptive_max_pool2d(%s, %s))[0]".formatted(call.x(), list(out));
  }

  private static String maxPool(MaxPool pool, Call call) {
    Window window = pool.window();
    Padded x = pad(window, Double.NEGATIVE_INFINITY, call);
    boolean extended = !window.dilation().equals(Pair.both(1)) && !x.padding.equals(NONE);
    Padded own = extended ? extended(pool, call) : x;
    return "torch.max_pool2d(%s, %s, %s, %s, %s, %s)"
        .formatted(
            own.input,
            list(window.kernel()),
            list(window.stride()),
            own.padding,
            list(window.dilation()),
            bool(window.ceilMode() && !extended));
  }

  /**
   * Writes a max pool that libtorch pads itself, and that nothing dilates.
   *
   * @return where each maximum was
   */
  static List<String> tracedMaxPool(MaxPool pool, Call call) {
    String indices = call.unused("indices");
    call.say(
        call.name() + ", " + indices + ",",
        "torch.max_pool2d_with_indices(%s, %s, [1, 1], %s)"
            .formatted(call.x(), windowed(pool.window()), bool(pool.window().ceilMode())));
    return List.of(indices);
  }

  /** Kernel, stride and padding, which is alike on both sides. */
  static String windowed(Window window) {
    Sides sides = sides(window);
    return "%s, %s, %s"
        .formatted(
            list(window.kernel()),
            list(window.stride()),
            list(new Pair(sides.top(), sides.left())));
  }

  /**
   * The input of a dilated max pool, extended to what its windows reach at the spec's size.
   * libtorch takes no padding of more than half the kernel before dilation, and where a window lies
   * wholly in the padding, its backward pass writes outside of its memory.
   */
  private static Padded extended(MaxPool pool, Call call) {
    Window window = pool.window();
    Shape input = call.shape();
    Sides sides = sides(window);
    if (!window.ceilMode()) {
      return written(call.x(), sides, Double.NEGATIVE_INFINITY);
    }
    return switch (pool.infer(List.of(input))) {
      case Inference.Output output ->
          written(call.x(), window.sidesReached(input, output.shape()), Double.NEGATIVE_INFINITY);
      case Inference.Failure failure -> throw new IllegalArgumentException(failure.message());
    };
  }

  private static String avgPool(AvgPool pool, Call call) {
    Padded x = pad(pool.window(), 0, call);
    boolean padsItself = x.input.equals(call.x());
    if (padsItself || pool.countIncludePad()) {
      return avgPool(pool.window(), x, pool.countIncludePad());
    }
    return meanOfInside(pool.window(), x, call);
  }

  private static String avgPool(Window window, Padded x, boolean countIncludePad) {
    return "torch.avg_pool2d(%s, %s, %s, %s, %s, %s, None)"
        .formatted(
            x.input,
            list(window.kernel()),
            list(window.stride()),
            x.padding,
            bool(window.ceilMode()),
            bool(countIncludePad));
  }

  /** The mean over the window with zeros outside, by the share of the window that is inside. */
  private static String meanOfInside(Window window, Padded x, Call call) {
    String ones =
        call.let(
            "ones",
            "torch.new_ones(%1$s, [1, 1, torch.size(%1$s, 2), torch.size(%1$s, 3)])"
                .formatted(call.x()));
    return "torch.div(%s, %s)"
        .formatted(avgPool(window, x, true), avgPool(window, pad(ones, window, 0, call), true));
  }
}
