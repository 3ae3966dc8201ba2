package dev.specc.lower.pytorch;

import static dev.specc.lower.pytorch.OpModules.number;

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
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Join.Multiply;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.Pad;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Rearrangement.Upsample;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Zero;
import java.util.List;

/** The ops that a {@code forward} writes as an expression: those with nothing to configure. */
final class OpExpressions {
  private OpExpressions() {}

  /**
   * The expression of an op for which {@link #isExpression} holds.
   *
   * @param in the shape of the first input
   * @param inputs variables
   */
  static String of(Op op, Shape in, List<String> inputs) {
    String x = inputs.getFirst();
    return switch (op) {
      case Activation activation -> activation(activation).formatted(x);
      case Affine affine -> affine(affine, x);
      case Zero zero -> "torch.zeros_like(" + x + ")";
      case Join join -> join(join, inputs);
      case Rearrangement rearrangement -> rearrangement(rearrangement, in, x);
      case Input input -> throw isModule(op);
      case Conv conv -> throw isModule(op);
      case ConvTranspose conv -> throw isModule(op);
      case Linear linear -> throw isModule(op);
      case Normalisation norm -> throw isModule(op);
      case LayerScale scale -> throw isModule(op);
      case Pool pool -> throw isModule(op);
      case Regularisation regularisation -> throw isModule(op);
      case Identity identity -> throw isModule(op);
    };
  }

  private static IllegalArgumentException isModule(Op op) {
    return new IllegalArgumentException(op.name() + " is a module");
  }

  private static String activation(Activation op) {
    return switch (op) {
      case Relu relu -> "F.relu(%s)";
      case Relu6 relu6 -> "F.relu6(%s)";
      case Gelu gelu -> "F.gelu(%s)";
      case Silu silu -> "F.silu(%s)";
      case Sigmoid sigmoid -> "torch.sigmoid(%s)";
      case Tanh tanh -> "torch.tanh(%s)";
      case HardSigmoid hard -> "F.hardsigmoid(%s)";
      case HardSwish hard -> "F.hardswish(%s)";
      case Softmax softmax -> "F.softmax(%s, dim=1)";
      case LogSoftmax softmax -> "F.log_softmax(%s, dim=1)";
      case LeakyRelu leaky -> throw isModule(op);
      case Elu elu -> throw isModule(op);
    };
  }

  private static String rearrangement(Rearrangement op, Shape in, String x) {
    return switch (op) {
      case Flatten flatten -> flatten(flatten, x);
      case Reshape reshape ->
          "%s.reshape(%s.shape[0], %s)"
              .formatted(
                  x, x, String.join(", ", reshape.shape().stream().map(String::valueOf).toList()));
      case PadChannels pad -> padChannels(pad, x);
      case Slice slice -> slice(slice, in.channels(), x);
      case Pad pad -> throw isModule(op);
      case Upsample upsample -> throw isModule(op);
      case ChannelShuffle shuffle -> throw isModule(op);
    };
  }

  /** Whether an op is an expression. */
  static boolean isExpression(Op op) {
    return switch (op) {
      case Relu relu -> true;
      case Relu6 relu6 -> true;
      case Gelu gelu -> true;
      case Silu silu -> true;
      case Sigmoid sigmoid -> true;
      case Tanh tanh -> true;
      case HardSigmoid hard -> true;
      case HardSwish hard -> true;
      case Softmax softmax -> true;
      case LogSoftmax softmax -> true;
      case Affine affine -> true;
      case Zero zero -> true;
      case Join join -> true;
      case Flatten flatten -> true;
      case Reshape reshape -> true;
      case PadChannels pad -> true;
      case Slice slice -> true;
      case Input input -> false;
      case Conv conv -> false;
      case ConvTranspose conv -> false;
      case Linear linear -> false;
      case Normalisation norm -> false;
      case LayerScale scale -> false;
      case LeakyRelu leaky -> false;
      case Elu elu -> false;
      case Pool pool -> false;
      case Regularisation regularisation -> false;
      case Pad pad -> false;
      case Upsample upsample -> false;
      case ChannelShuffle shuffle -> false;
      case Identity identity -> false;
    };
  }

  private static String affine(Affine affine, String x) {
    String scaled = affine.scale() == 1 ? x : x + " * " + number(affine.scale());
    if (affine.shift() == 0) {
      return scaled;
    }
    return affine.shift() < 0
        ? scaled + " - " + number(-affine.shift())
        : scaled + " + " + number(affine.shift());
  }

  private static String join(Join join, List<String> inputs) {
    return switch (join) {
      case Concat concat -> "torch.cat([" + String.join(", ", inputs) + "], dim=1)";
      case Add add -> String.join(" + ", inputs);
      case Multiply multiply -> String.join(" * ", inputs);
    };
  }

  private static String flatten(Flatten flatten, String x) {
    return flatten.end() == -1
        ? "torch.flatten(%s, %d)".formatted(x, flatten.start())
        : "torch.flatten(%s, %d, %d)".formatted(x, flatten.start(), flatten.end());
  }

  private static String padChannels(PadChannels pad, String x) {
    String thinned = x;
    if (pad.stride().height() > 1 || pad.stride().width() > 1) {
      thinned = "%s[:, :, ::%d, ::%d]".formatted(x, pad.stride().height(), pad.stride().width());
    }
    return "F.pad(%s, (0, 0, 0, 0, 0, %d))".formatted(thinned, pad.channels());
  }

  /** Halves are named so, since that holds for any number of channels. */
  private static String slice(Slice slice, long channels, String x) {
    long from = slice.from(channels);
    long to = slice.to(channels);
    if (2 * (to - from) == channels && (from == 0 || to == channels)) {
      return "%s.chunk(2, dim=1)[%d]".formatted(x, from == 0 ? 0 : 1);
    }
    if (from == 0 && to == channels) {
      return x;
    }
    String end = to == channels ? "" : Long.toString(to);
    return "%s[:, %s:%s]".formatted(x, from == 0 ? "" : from, end);
  }
}
