package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import dev.specc.lower.blocks.ScriptFunction;

/**
 * A function of libtorch over whole batches.
 *
 * <p>Numbers stand in its text: as operands of DJL's arrays each would be copied to the device.
 */
final class Script {
  private final ScriptFunction function;

  private Script(ScriptFunction function) {
    this.function = function;
  }

  /**
   * The function with this result.
   *
   * @param result an expression of TorchScript over the parameters
   */
  static Script of(String result, String... parameters) {
    return new Script(ScriptFunction.of(result, parameters));
  }

  /** The result, which belongs to the manager of the first argument. */
  NDArray call(NDArray... arguments) {
    PtNDArray[] tensors = new PtNDArray[arguments.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = (PtNDArray) arguments[i];
    }
    return function.call(tensors);
  }

  /** The text of float32 [0, 1, ...] as long as a dim of {@code x} [B, C, H, W], along it. */
  static String coordinates(int dim) {
    String shape =
        switch (dim) {
          case 2 -> "[1, 1, -1, 1]";
          case 3 -> "[1, 1, 1, -1]";
          default -> throw new IllegalArgumentException("height is dim 2, width 3: not " + dim);
        };
    String places = range("torch.size(x, %d)".formatted(dim), "x");
    return "torch.reshape(torch.to(%s, 6), %s)".formatted(places, shape);
  }

  /** The text of int64 [0, 1, ...] of a length, on the device of a tensor. */
  static String range(String length, String like) {
    return "torch.arange(%s, dtype=4, layout=None, device=ops.prim.device(%s), pin_memory=False)"
        .formatted(length, like);
  }
}
