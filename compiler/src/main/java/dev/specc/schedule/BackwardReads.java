package dev.specc.schedule;

import dev.specc.op.Activation;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Join.Add;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;

/**
 * Which values an op's backward pass reads: by PyTorch's {@code derivatives.yaml}, or as written.
 */
public final class BackwardReads {
  private BackwardReads() {}

  /**
   * Whether it reads what the activation was given; otherwise it reads its result.
   *
   * @param written whether the compiler writes the derivative. Where autograd would, ReLU6 and
   *     leaky ReLU over their input would have it copied first.
   */
  public static boolean input(Activation op, boolean written) {
    return switch (op) {
      case Activation.Relu relu -> false;
      case Activation.Sigmoid sigmoid -> false;
      case Activation.Tanh tanh -> false;
      case Activation.Softmax softmax -> false;
      case Activation.LogSoftmax softmax -> false;
      case Activation.Relu6 relu6 -> !written;
      case Activation.LeakyRelu leaky -> !(written && keepsSigns(leaky));
      case Activation.Elu elu -> true;
      case Activation.Gelu gelu -> true;
      case Activation.Silu silu -> true;
      case Activation.HardSigmoid hard -> true;
      case Activation.HardSwish hard -> true;
    };
  }

  /** Whether the result's sign tells that of the input. */
  public static boolean keepsSigns(Activation.LeakyRelu op) {
    return op.negativeSlope() > 0;
  }

  /** Ops that make a new value which their backward pass does not look at. */
  static boolean notTheOutput(Op op) {
    return op instanceof Conv
        || op instanceof ConvTranspose
        || op instanceof BatchNorm
        || op instanceof Add
        || (op instanceof Linear linear && linear.over() == Linear.Over.FEATURES);
  }
}
