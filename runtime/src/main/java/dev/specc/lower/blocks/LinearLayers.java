package dev.specc.lower.blocks;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Pair;
import org.jspecify.annotations.Nullable;

/** The layers of weights and biases: torch.nn.Conv2d, ConvTranspose2d and Linear. */
final class LinearLayers {
  private LinearLayers() {}

  static Layer conv(Conv conv) {
    SlidingWindow window = new SlidingWindow(conv.window());
    Shape stride = window.stride();
    Shape dilation = window.dilation();
    int groups = Math.toIntExact(conv.groups());
    return (inputs, parameters) -> {
      PtNDArray weight = parameters[0];
      PtNDArray bias = bias(parameters);
      return window.slide(
          inputs[0],
          0,
          (x, padding) -> {
            if (!window.missesInput(x.getShape(), padding)) {
              return JniUtils.convolution(x, weight, bias, stride, padding, dilation, groups);
            }
            try (PtNDArray padded = SlidingWindow.pad(x, padding)) {
              Shape none = SlidingWindow.NO_PADDING;
              return JniUtils.convolution(padded, weight, bias, stride, none, dilation, groups);
            }
          });
    };
  }

  /** DJL's arrays have no transposed convolution. */
  static Layer convTranspose(ConvTranspose conv) {
    String call =
        "torch.conv_transpose2d(x, weight, %s, %s, %s, %s, %d, %s)"
            .formatted(
                conv.bias() ? "bias" : "None",
                list(conv.stride()),
                list(conv.padding()),
                list(conv.outputPadding()),
                conv.groups(),
                list(conv.dilation()));
    if (conv.bias()) {
      ScriptFunction function = ScriptFunction.of(call, "x", "weight", "bias");
      return (inputs, parameters) -> function.call(inputs[0], parameters[0], parameters[1]);
    }
    ScriptFunction function = ScriptFunction.of(call, "x", "weight");
    return (inputs, parameters) -> function.call(inputs[0], parameters[0]);
  }

  /** On a feature map the channels become the last axis for the time of the call. */
  static Layer linear(Linear linear, dev.specc.op.Shape input) {
    if (!input.isMap()) {
      return (inputs, parameters) -> JniUtils.linear(inputs[0], parameters[0], bias(parameters));
    }
    String call =
        "torch.permute(torch.linear(torch.permute(x, [0, 2, 3, 1]), weight, %s), [0, 3, 1, 2])"
            .formatted(linear.bias() ? "bias" : "None");
    if (linear.bias()) {
      ScriptFunction function = ScriptFunction.of(call, "x", "weight", "bias");
      return (inputs, parameters) -> function.call(inputs[0], parameters[0], parameters[1]);
    }
    ScriptFunction function = ScriptFunction.of(call, "x", "weight");
    return (inputs, parameters) -> function.call(inputs[0], parameters[0]);
  }

  private static @Nullable PtNDArray bias(PtNDArray[] parameters) {
    return parameters.length > 1 ? parameters[1] : null;
  }

  private static String list(Pair pair) {
    return "[" + pair.height() + ", " + pair.width() + "]";
  }
}
