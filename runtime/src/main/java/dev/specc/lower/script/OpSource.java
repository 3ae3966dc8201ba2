package dev.specc.lower.script;

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
import dev.specc.op.Regularisation;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Zero;

/** What each op is in TorchScript. */
final class OpSource {
  private OpSource() {}

  /** The expression of the op's value. */
  static String of(Op op, Call call) {
    return switch (op) {
      case Conv conv -> WindowSource.conv(conv, call);
      case ConvTranspose conv -> WindowSource.convTranspose(conv, call);
      case Linear linear -> linear(call);
      case Normalisation norm -> NormalisationSource.of(norm, call);
      case LayerScale scale -> "torch.mul(%s, %s)".formatted(call.x(), call.parameter(0));
      case Activation activation -> activation(activation).formatted(call.x());
      case Pool pool -> WindowSource.pool(pool, call);
      case Regularisation regularisation -> regularisation(regularisation, call);
      case Rearrangement rearrangement -> RearrangementSource.of(rearrangement, call);
      case Affine affine ->
          "torch.add(torch.mul(%s, %s), %s)".formatted(call.x(), affine.scale(), affine.shift());
      case Zero zero -> "torch.zeros_like(%s)".formatted(call.x());
      case Join join -> join(join, call);
      case Input input -> throw new IllegalArgumentException("an input computes nothing");
      case Identity identity -> throw new IllegalArgumentException("an identity is its input");
    };
  }

  /** Whether an op gives its input as it is, so that there is nothing to write. */
  static boolean passesThrough(Op op, boolean training) {
    return op instanceof Identity || (op instanceof Regularisation && !training);
  }

  /** On a feature map the channels become the last axis for the time of the call. */
  private static String linear(Call call) {
    String template =
        call.shape().isMap()
            ? "torch.permute(torch.linear(torch.permute(%s, [0, 2, 3, 1]), %s, %s), [0, 3, 1, 2])"
            : "torch.linear(%s, %s, %s)";
    return template.formatted(call.x(), call.parameter(0), call.parameterOrNone(1));
  }

  private static String activation(Activation op) {
    return switch (op) {
      case Relu relu -> "torch.relu(%s)";
      case Relu6 relu6 -> "torch.hardtanh(%s, 0., 6.)";
      case LeakyRelu leaky -> "torch.leaky_relu(%s, " + leaky.negativeSlope() + ")";
      case Elu elu -> "torch.elu(%s, " + elu.alpha() + ")";
      case Gelu gelu -> "torch.gelu(%s)";
      case Silu silu -> "torch.silu(%s)";
      case Sigmoid sigmoid -> "torch.sigmoid(%s)";
      case Tanh tanh -> "torch.tanh(%s)";
      case HardSigmoid hard -> "torch.hardsigmoid(%s)";
      case HardSwish hard -> "torch.hardswish(%s)";
      case Softmax softmax -> "torch.softmax(%s, 1)";
      case LogSoftmax softmax -> "torch.log_softmax(%s, 1)";
    };
  }

  private static String join(Join op, Call call) {
    return switch (op) {
      case Concat concat -> "torch.cat([" + String.join(", ", call.inputs()) + "], 1)";
      case Add add -> fold("torch.add(%s, %s)", call);
      case Multiply multiply -> fold("torch.mul(%s, %s)", call);
    };
  }

  private static String fold(String template, Call call) {
    return call.inputs().stream().reduce((a, b) -> template.formatted(a, b)).orElseThrow();
  }

  /** A dropout of a one for each example gives the factors of drop path: 0 or 1 / (1 - p). */
  private static String regularisation(Regularisation op, Call call) {
    return switch (op) {
      case Dropout drop -> "torch.dropout(%s, %s, True)".formatted(call.x(), drop.p());
      case DropPath drop -> {
        String examples =
            "torch.size(%s, 0)".formatted(call.x()) + ", 1".repeat(call.shape().rank());
        String ones = "torch.new_ones(%s, [%s])".formatted(call.x(), examples);
        yield "torch.mul(%s, torch.dropout(%s, %s, True))".formatted(call.x(), ones, drop.p());
      }
    };
  }
}
