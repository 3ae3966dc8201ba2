package dev.specc.lower.pytorch;

import static dev.specc.lower.pytorch.Argument.channels;
import static dev.specc.lower.pytorch.Argument.option;
import static dev.specc.lower.pytorch.OpModules.bool;
import static dev.specc.lower.pytorch.OpModules.pair;

import dev.specc.lower.pytorch.Expression.Construction;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding;
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
import java.util.Optional;

/** Convolutions and pools. */
final class WindowModules {
  private static final Pair ONE = Pair.both(1);

  private WindowModules() {}

  static Construction conv(Conv conv, Shape in) {
    Window window = conv.window();
    boolean same = window.padding() instanceof Padding.Same;
    boolean own = same && !window.stride().equals(ONE);
    List<Argument> arguments = new ArrayList<>();
    arguments.add(channels("in_channels", in.channels()));
    arguments.add(channels("out_channels", conv.out()));
    arguments.add(option("kernel_size", pair(window.kernel()), ""));
    arguments.add(option("stride", pair(window.stride()), "1"));
    if (!own) {
      String padding = same ? "\"same\"" : pair(explicit(window));
      arguments.add(option("padding", padding, "0"));
    }
    arguments.add(option("dilation", pair(window.dilation()), "1"));
    arguments.add(groups(conv.groups()));
    arguments.add(option("bias", bool(conv.bias()), "True"));
    return new Construction(own ? HelperClass.CONV_SAME.type() : "nn.Conv2d", arguments);
  }

  /** In a depthwise convolution these are the channels. */
  private static Argument groups(long groups) {
    return new Argument("groups", Long.toString(groups), "1", false, Argument.Meaning.CHANNELS);
  }

  static Construction convTranspose(ConvTranspose conv, Shape in) {
    return Expression.of(
        "nn.ConvTranspose2d",
        channels("in_channels", in.channels()),
        channels("out_channels", conv.out()),
        option("kernel_size", pair(conv.kernel()), ""),
        option("stride", pair(conv.stride()), "1"),
        option("padding", pair(conv.padding()), "0"),
        option("output_padding", pair(conv.outputPadding()), "0"),
        groups(conv.groups()),
        option("bias", bool(conv.bias()), "True"),
        option("dilation", pair(conv.dilation()), "1"));
  }

  static Construction pool(Pool op) {
    return switch (op) {
      case MaxPool pool -> maxPool(pool.window());
      case AvgPool pool -> avgPool(pool);
      case AdaptiveAvgPool pool -> adaptive("nn.AdaptiveAvgPool2d", pool.out());
      case AdaptiveMaxPool pool -> adaptive("nn.AdaptiveMaxPool2d", pool.out());
      case GlobalAvgPool pool -> adaptive("nn.AdaptiveAvgPool2d", ONE);
      case GlobalMaxPool pool -> adaptive("nn.AdaptiveMaxPool2d", ONE);
    };
  }

  private static Construction adaptive(String type, Pair out) {
    return Expression.of(type, Argument.required("output_size", pair(out)));
  }

  private static Construction maxPool(Window window) {
    Argument kernel = option("kernel_size", pair(window.kernel()), "");
    Argument dilation = option("dilation", pair(window.dilation()), "1");
    Optional<Pair> padding = padding(window);
    if (padding.isEmpty()) {
      Argument stride = option("stride", pair(window.stride()), "");
      return Expression.of(HelperClass.MAX_POOL_SAME.type(), kernel, stride, dilation);
    }
    return Expression.of(
        fitsHalf(padding.get(), window) ? "nn.MaxPool2d" : HelperClass.MAX_POOL_PADDED.type(),
        kernel,
        option("stride", pair(window.stride()), pair(window.kernel())),
        option("padding", pair(padding.get()), "0"),
        dilation,
        option("ceil_mode", bool(window.ceilMode()), "False"));
  }

  private static Construction avgPool(AvgPool pool) {
    Window window = pool.window();
    Argument kernel = option("kernel_size", pair(window.kernel()), "");
    Argument counts = option("count_include_pad", bool(pool.countIncludePad()), "True");
    Optional<Pair> padding = padding(window);
    if (padding.isEmpty()) {
      Argument stride = option("stride", pair(window.stride()), "");
      return Expression.of(HelperClass.AVG_POOL_SAME.type(), kernel, stride, counts);
    }
    return Expression.of(
        "nn.AvgPool2d",
        kernel,
        option("stride", pair(window.stride()), pair(window.kernel())),
        option("padding", pair(padding.get()), "0"),
        option("ceil_mode", bool(window.ceilMode()), "False"),
        counts);
  }

  private static Pair explicit(Window window) {
    return switch (window.padding()) {
      case Padding.Explicit padding -> padding.pair();
      case Padding.Same same -> Pair.both(0);
    };
  }

  /** The padding that torch.nn's pools take; empty where it depends on the size, or is uneven. */
  private static Optional<Pair> padding(Window window) {
    return switch (window.padding()) {
      case Padding.Explicit explicit -> Optional.of(explicit.pair());
      case Padding.Same same -> {
        Sides sides = same.sides(1, 1, window.kernel(), window.stride(), window.dilation());
        Pair padding = new Pair(sides.top(), sides.left());
        boolean fits =
            window.stride().equals(ONE) && sides.isSymmetric() && fitsHalf(padding, window);
        yield fits ? Optional.of(padding) : Optional.empty();
      }
    };
  }

  /** Whether torch.nn's pools take the padding: at most half the kernel, dilated or not. */
  private static boolean fitsHalf(Pair padding, Window window) {
    return padding.height() <= window.kernel().height() / 2
        && padding.width() <= window.kernel().width() / 2;
  }
}
