package dev.specc.lower.script;

import static dev.specc.lower.script.Call.bool;
import static dev.specc.lower.script.Call.list;

import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pool;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.schedule.Derivatives;
import java.util.List;

/** The derivatives of ops that slide a window over [N, C, H, W]. */
final class WindowBackwardSource {
  private WindowBackwardSource() {}

  /** What was padded beforehand is cropped. */
  static void conv(Conv conv, BackwardCall back) {
    Window window = conv.window();
    String input = back.kept(0);
    String parameters =
        "%s, %s, %s, False, [0, 0], %d"
            .formatted(
                list(window.stride()),
                WindowSource.ownPadding(conv, back.call()),
                list(window.dilation()),
                conv.groups());
    String gradient = convolution(back, input, parameters, conv.bias(), conv.out());
    if (back.learns(0)) {
      boolean padded = !input.equals(back.x());
      String cropped =
          padded ? back.let("gradient", cropped(gradient, window, back.call().shape())) : gradient;
      back.give(0, Gradient.fresh(cropped));
    }
  }

  private static String cropped(String x, Window window, Shape input) {
    Sides sides = window.sides(input);
    return "torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0)"
        .formatted(x, -sides.left(), -sides.right(), -sides.top(), -sides.bottom());
  }

  static void convTranspose(ConvTranspose conv, BackwardCall back) {
    String parameters =
        "%s, %s, %s, True, %s, %d"
            .formatted(
                list(conv.stride()),
                list(conv.padding()),
                list(conv.dilation()),
                list(conv.outputPadding()),
                conv.groups());
    String gradient = convolution(back, back.x(), parameters, conv.bias(), conv.out());
    if (back.learns(0)) {
      back.give(0, Gradient.fresh(gradient));
    }
  }

  /** Gives the parameters their gradients; the input's is returned. */
  private static String convolution(
      BackwardCall back, String input, String parameters, boolean bias, long out) {
    List<String> gradients =
        back.letThree(
            "gradient weights biases",
            "torch.convolution_backward(%s, %s, %s, %s, %s, [%s, True, %s])"
                .formatted(
                    back.g(),
                    input,
                    back.call().parameter(0),
                    bias ? "[" + out + "]" : "None",
                    parameters,
                    bool(back.learns(0)),
                    bool(bias)));
    back.giveParameter(0, gradients.get(1));
    if (bias) {
      back.giveParameter(1, gradients.get(2));
    }
    return gradients.get(0);
  }

  static void pool(Pool op, BackwardCall back) {
    switch (op) {
      case Pool.MaxPool pool ->
          back.give(
              "torch.max_pool2d_with_indices_backward(%s, %s, %s, [1, 1], %s, %s)"
                  .formatted(
                      back.g(),
                      back.x(),
                      WindowSource.windowed(pool.window()),
                      bool(pool.window().ceilMode()),
                      back.kept(0)));
      case Pool.AvgPool pool ->
          back.give(
              "torch.avg_pool2d_backward(%s, %s, %s, %s, %s, None)"
                  .formatted(
                      back.g(),
                      back.x(),
                      WindowSource.windowed(pool.window()),
                      bool(pool.window().ceilMode()),
                      bool(pool.countIncludePad())));
      case Pool.AdaptiveAvgPool pool -> {
        if (Derivatives.spread(pool)) {
          mean(back);
        } else {
          back.give("torch._adaptive_avg_pool2d_backward(%s, %s)".formatted(back.g(), back.x()));
        }
      }
      case Pool.GlobalAvgPool pool -> mean(back);
      case Pool.AdaptiveMaxPool pool -> throw BackwardSource.unwritten(pool);
      case Pool.GlobalMaxPool pool -> throw BackwardSource.unwritten(pool);
    }
  }

  /** Every pixel gets the same: one number, seen many times. */
  private static void mean(BackwardCall back) {
    if (back.learns(0)) {
      Shape input = back.call().shape();
      String share = "torch.div(%s, %d)".formatted(back.g(), input.height() * input.width());
      String everywhere =
          "torch.expand(%s, [-1, -1, %d, %d])".formatted(share, input.height(), input.width());
      back.give(0, new Gradient(back.let("gradient", everywhere), false, false));
    }
  }
}
