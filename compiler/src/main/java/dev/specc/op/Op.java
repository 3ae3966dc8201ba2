package dev.specc.op;

import java.util.List;

/**
 * A primitive operation with all its options as numbers. What it means for shapes, parameters and
 * cost stands in its record; what it means for DJL stands in the runtime's lowering.
 *
 * <p>Shapes are those of one example, without the batch.
 */
public sealed interface Op
    permits Input,
        Conv,
        ConvTranspose,
        Linear,
        Normalisation,
        LayerScale,
        Activation,
        Pool,
        Regularisation,
        Rearrangement,
        Affine,
        Identity,
        Zero,
        Join {

  /** The name in the spec language. */
  String name();

  /** The shape of the output for these input shapes, or why there is none. */
  Inference infer(List<Shape> inputs);

  /** The tensors the op owns, in the order of PyTorch's {@code state_dict}. */
  default List<ParameterSpec> parameters(List<Shape> inputs) {
    return List.of();
  }

  /** Multiply-accumulates for one example: those of convolutions and linear layers. */
  default long macs(List<Shape> inputs, Shape output) {
    return 0;
  }

  /** How many inputs it takes; -1 for two or more. */
  default int arity() {
    return 1;
  }
}
