package dev.specc.lower.onnx;

import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Window;

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
    long rows = conv.padding().height();
    long columns = conv.padding().width();
    call.result(
        "ConvTranspose",
        call.with(call.x()),
        Attribute.of("kernel_shape", conv.kernel()),
        Attribute.of("strides", conv.stride()),
        pads(new Sides(rows, rows, columns, columns)),
        Attribute.of("output_padding", conv.outputPadding()),
        Attribute.of("dilations", conv.dilation()),
        Attribute.of("group", conv.groups()));
  }

  static Attribute pads(Sides sides) {
    return Attribute.list("pads", sides.top(), sides.left(), sides.bottom(), sides.right());
  }
}
