package dev.specc.lower.script;

import ai.djl.Device;
import dev.specc.precision.Precision;

/**
 * What is decided when a graph is compiled, and then stands in its script.
 *
 * @param format of weights and values in memory
 * @param precision of products of matrices, and of what follows from them: {@link
 *     dev.specc.precision.OpPrecision}
 */
public record ScriptOptions(MemoryFormat format, Precision precision) {
  /** The fastest layout for this precision on a device. */
  public static ScriptOptions preferredOn(Device device, Precision precision) {
    return new ScriptOptions(MemoryFormat.preferredOn(device, precision), precision);
  }

  /** This layout, and nothing rounded. */
  public static ScriptOptions float32(MemoryFormat format) {
    return new ScriptOptions(format, Precision.FLOAT32);
  }

  /** What stands for a type in TorchScript: c10::ScalarType. */
  static int code(Precision type) {
    return switch (type) {
      case FP16 -> 5;
      case FLOAT32 -> 6;
      case BF16 -> 15;
    };
  }
}
