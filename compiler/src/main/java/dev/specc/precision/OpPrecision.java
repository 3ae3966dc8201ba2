package dev.specc.precision;

import dev.specc.op.Activation;
import dev.specc.op.Activation.LogSoftmax;
import dev.specc.op.Activation.Softmax;
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
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Zero;

/**
 * What type an op takes and gives under mixed precision. The rules are those of torch.amp on a GPU
 * (the CUDA op reference of PyTorch's automatic mixed precision).
 */
public enum OpPrecision {
  /** Products of matrices: inputs and weights in the low precision, and so the result. */
  LOW,
  /** Sums of many terms and powers, which low precision would spoil. */
  FLOAT32,
  /** What arrives; float32 where only some of the inputs are. */
  WIDEST;

  static OpPrecision of(Op op) {
    return switch (op) {
      case Conv conv -> LOW;
      case ConvTranspose conv -> LOW;
      case Linear linear -> LOW;
      case Normalisation norm -> normalisation(norm);
      // A product with a float32 parameter, which PyTorch's promotion of types makes float32.
      case LayerScale scale -> FLOAT32;
      case Activation activation -> activation(activation);
      case Input input -> FLOAT32;
      case Pool pool -> WIDEST;
      case Regularisation regularisation -> WIDEST;
      case Rearrangement rearrangement -> WIDEST;
      case Affine affine -> WIDEST;
      case Identity identity -> WIDEST;
      case Zero zero -> WIDEST;
      case Join join -> WIDEST;
    };
  }

  /** A batch norm's own sums are float32 over any input, and so are its parameters. */
  private static OpPrecision normalisation(Normalisation op) {
    return switch (op) {
      case BatchNorm norm -> WIDEST;
      case LayerNorm norm -> FLOAT32;
      case GroupNorm norm -> FLOAT32;
      case LocalResponseNorm norm -> FLOAT32;
    };
  }

  private static OpPrecision activation(Activation op) {
    return switch (op) {
      case Softmax softmax -> FLOAT32;
      case LogSoftmax softmax -> FLOAT32;
      case Activation.Relu relu -> WIDEST;
      case Activation.Relu6 relu6 -> WIDEST;
      case Activation.LeakyRelu leaky -> WIDEST;
      case Activation.Elu elu -> WIDEST;
      case Activation.Gelu gelu -> WIDEST;
      case Activation.Silu silu -> WIDEST;
      case Activation.Sigmoid sigmoid -> WIDEST;
      case Activation.Tanh tanh -> WIDEST;
      case Activation.HardSigmoid hard -> WIDEST;
      case Activation.HardSwish hard -> WIDEST;
    };
  }
}
