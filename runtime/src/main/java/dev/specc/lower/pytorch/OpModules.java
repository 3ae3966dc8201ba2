package dev.specc.lower.pytorch;

import static dev.specc.lower.pytorch.Argument.channels;
import static dev.specc.lower.pytorch.Argument.option;
import static dev.specc.lower.pytorch.Argument.required;

import dev.specc.lower.pytorch.Expression.Construction;
import dev.specc.op.Activation;
import dev.specc.op.Activation.Elu;
import dev.specc.op.Activation.Gelu;
import dev.specc.op.Activation.HardSigmoid;
import dev.specc.op.Activation.HardSwish;
import dev.specc.op.Activation.LeakyRelu;
import dev.specc.op.Activation.LogSoftmax;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Relu6;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Activation.Silu;
import dev.specc.op.Activation.Softmax;
import dev.specc.op.Activation.Tanh;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.Interpolation;
import dev.specc.op.Rearrangement.Pad;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Rearrangement.Upsample;
import dev.specc.op.Regularisation;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.op.Zero;
import java.math.BigDecimal;
import java.util.Optional;

/** The module of torch.nn that each op is, with PyTorch's own defaults. */
final class OpModules {
  private OpModules() {}

  /**
   * The module of an op on an input of this shape; empty where there is none, and the op is an
   * expression in a {@code forward}.
   */
  static Optional<Construction> of(Op op, Shape in) {
    return Optional.ofNullable(
        switch (op) {
          case Conv conv -> WindowModules.conv(conv, in);
          case ConvTranspose conv -> WindowModules.convTranspose(conv, in);
          case Linear linear -> linear(linear, in);
          case Normalisation norm -> normalisation(norm, in);
          case Activation activation -> activation(activation);
          case Pool pool -> WindowModules.pool(pool);
          case Regularisation regularisation -> regularisation(regularisation);
          case Rearrangement rearrangement -> rearrangement(rearrangement, in).orElse(null);
          case Identity identity -> Expression.of("nn.Identity");
          case LayerScale scale -> null;
          case Affine affine -> null;
          case Zero zero -> null;
          case Join join -> null;
          case Input input -> null;
        });
  }

  private static Construction linear(Linear linear, Shape in) {
    String type = in.isMap() ? HelperClass.LINEAR_OVER_CHANNELS.type() : "nn.Linear";
    return Expression.of(
        type,
        channels("in_features", in.channels()),
        channels("out_features", linear.out()),
        option("bias", bool(linear.bias()), "True"));
  }

  private static Construction normalisation(Normalisation op, Shape in) {
    return switch (op) {
      case BatchNorm norm ->
          Expression.of(
              batchNorm(in),
              channels("num_features", in.channels()),
              option("eps", number(norm.eps()), "1e-05"),
              option("momentum", number(norm.momentum()), "0.1"),
              option("affine", bool(norm.affine()), "True"));
      case LayerNorm norm ->
          Expression.of(
              in.isMap() ? HelperClass.LAYER_NORM_2D.type() : "nn.LayerNorm",
              channels("normalized_shape", in.channels()),
              option("eps", number(norm.eps()), "1e-05"),
              option("elementwise_affine", bool(norm.affine()), "True"));
      case GroupNorm norm ->
          Expression.of(
              "nn.GroupNorm",
              required("num_groups", Long.toString(norm.groups())),
              channels("num_channels", in.channels()),
              option("eps", number(norm.eps()), "1e-05"),
              option("affine", bool(norm.affine()), "True"));
      case LocalResponseNorm norm ->
          Expression.of(
              "nn.LocalResponseNorm",
              required("size", Long.toString(norm.size())),
              option("alpha", number(norm.alpha()), "0.0001"),
              option("beta", number(norm.beta()), "0.75"),
              option("k", number(norm.k()), "1.0"));
    };
  }

  private static String batchNorm(Shape in) {
    return switch (in.rank()) {
      case 1, 2 -> "nn.BatchNorm1d";
      case 3 -> "nn.BatchNorm2d";
      case 4 -> "nn.BatchNorm3d";
      default -> HelperClass.BATCH_NORM.type();
    };
  }

  private static Construction activation(Activation op) {
    return switch (op) {
      case Relu relu -> Expression.of("nn.ReLU");
      case Relu6 relu6 -> Expression.of("nn.ReLU6");
      case LeakyRelu leaky ->
          Expression.of(
              "nn.LeakyReLU", option("negative_slope", number(leaky.negativeSlope()), "0.01"));
      case Elu elu -> Expression.of("nn.ELU", option("alpha", number(elu.alpha()), "1.0"));
      case Gelu gelu -> Expression.of("nn.GELU");
      case Silu silu -> Expression.of("nn.SiLU");
      case Sigmoid sigmoid -> Expression.of("nn.Sigmoid");
      case Tanh tanh -> Expression.of("nn.Tanh");
      case HardSigmoid hard -> Expression.of("nn.Hardsigmoid");
      case HardSwish hard -> Expression.of("nn.Hardswish");
      case Softmax softmax -> Expression.of("nn.Softmax", option("dim", "1", ""));
      case LogSoftmax softmax -> Expression.of("nn.LogSoftmax", option("dim", "1", ""));
    };
  }

  private static Construction regularisation(Regularisation op) {
    return switch (op) {
      case Dropout drop -> Expression.of("nn.Dropout", option("p", number(drop.p()), "0.5"));
      case DropPath drop ->
          Expression.of(HelperClass.STOCHASTIC_DEPTH.type(), option("p", number(drop.p()), ""));
    };
  }

  private static Optional<Construction> rearrangement(Rearrangement op, Shape in) {
    return switch (op) {
      case Flatten flatten ->
          Optional.of(
              Expression.of(
                  "nn.Flatten",
                  option("start_dim", Long.toString(flatten.start()), "1"),
                  option("end_dim", Long.toString(flatten.end()), "-1")));
      case Pad pad ->
          Optional.of(
              Expression.of(
                  "nn.ConstantPad2d",
                  required(
                      "padding",
                      "(%d, %d, %d, %d)"
                          .formatted(pad.left(), pad.right(), pad.top(), pad.bottom())),
                  required("value", number(pad.value()))));
      case Upsample upsample -> Optional.of(upsample(upsample));
      case ChannelShuffle shuffle ->
          Optional.of(
              Expression.of(
                  "nn.ChannelShuffle", required("groups", Long.toString(shuffle.groups()))));
      case Reshape reshape when in.rank() == 1 ->
          Optional.of(
              Expression.of(
                  "nn.Unflatten",
                  required("dim", "1"),
                  required("unflattened_size", tuple(reshape))));
      case Reshape reshape -> Optional.empty();
      case PadChannels pad -> Optional.empty();
      case Slice slice -> Optional.empty();
    };
  }

  private static String tuple(Reshape reshape) {
    String dims = String.join(", ", reshape.shape().stream().map(String::valueOf).toList());
    return reshape.shape().size() == 1 ? "(" + dims + ",)" : "(" + dims + ")";
  }

  private static Construction upsample(Upsample upsample) {
    boolean bilinear = upsample.mode() == Interpolation.BILINEAR;
    return Expression.of(
        "nn.Upsample",
        option("scale_factor", pair(upsample.factor()), ""),
        option("mode", bilinear ? "\"bilinear\"" : "\"nearest\"", "\"nearest\""),
        option("align_corners", upsample.alignCorners() ? "True" : "None", "None"));
  }

  static String bool(boolean value) {
    return value ? "True" : "False";
  }

  /** {@code 3} for both alike, else {@code (3, 5)}. */
  static String pair(Pair pair) {
    return pair.isSquare()
        ? Long.toString(pair.height())
        : "(%d, %d)".formatted(pair.height(), pair.width());
  }

  /** As Python prints a float. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "-math.inf" : "math.inf";
    }
    String java = Double.toString(value);
    int e = java.indexOf('E');
    if (e < 0) {
      return java;
    }
    int exponent = Integer.parseInt(java.substring(e + 1));
    if (exponent >= -4 && exponent < 16) {
      String plain = new BigDecimal(java).stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = java.substring(0, e).replaceAll("\\.0$", "");
    return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
