package dev.specc.lower.onnx;

import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, whose padding is written for each side. */
final class WindowNodes {
  private WindowNodes() {}

  static void conv(Conv conv, Call call) {
    Window window = conv.window();
    call.result(
        "Conv",
        call.with(call.x()),
        Attribute.of("kernel_shape", window.kernel()),
        Attribute.of("strides", window.stride()),
        pads(window.sides(call.shape())),
        Attribute.of("dilations", window.dilation()),
        Attribute.of("group", conv.groups()));
  }

  static void convTranspose(ConvTranspose conv, Call call) {
    Pair padding = conv.padding();
    Pair extra = conv.outputPadding();
    if (extra.height() >= conv.stride().height() || extra.width() >= conv.stride().width()) {
      extended(conv, call);
      return;
    }
    Sides sides = new Sides(padding.height(), padding.height(), padding.width(), padding.width());
    List<Attribute> attributes = new ArrayList<>(transposed(conv, sides));
    attributes.add(Attribute.of("output_padding", extra));
    call.result("ConvTranspose", call.with(call.x()), attributes.toArray(Attribute[]::new));
  }

  /**
   * Output padding of at least a stride, which ONNX Runtime mistakes for more windows: less is cut
   * off below and to the right, and where that is not enough, there are zeros before the bias.
   */
  private static void extended(ConvTranspose conv, Call call) {
    Pair padding = conv.padding();
    long bottom = padding.height() - conv.outputPadding().height();
    long right = padding.width() - conv.outputPadding().width();
    Sides cut =
        new Sides(padding.height(), Math.max(bottom, 0), padding.width(), Math.max(right, 0));
    Attribute[] attributes = transposed(conv, cut).toArray(Attribute[]::new);
    if (bottom >= 0 && right >= 0) {
      call.result("ConvTranspose", call.with(call.x()), attributes);
      return;
    }
    List<String> unbiased = call.with(call.x()).subList(0, 2);
    String inner = call.value("ConvTranspose", unbiased, attributes);
    Sides zeros = new Sides(0, Math.max(-bottom, 0), 0, Math.max(-right, 0));
    if (conv.bias()) {
      String whole = RearrangementNodes.pad(inner, zeros, 0, call);
      call.result("Add", List.of(whole, NormalisationNodes.column(call, 1)));
    } else {
      RearrangementNodes.padded(inner, zeros, 0, call);
    }
  }

  private static List<Attribute> transposed(ConvTranspose conv, Sides sides) {
    return List.of(
        Attribute.of("kernel_shape", conv.kernel()),
        Attribute.of("strides", conv.stride()),
        pads(sides),
        Attribute.of("dilations", conv.dilation()),
        Attribute.of("group", conv.groups()));
  }

  static Attribute pads(Sides sides) {
    return Attribute.list("pads", sides.top(), sides.left(), sides.bottom(), sides.right());
  }
}
