package dev.specc.op;

import dev.specc.diagnostic.Code;
import java.util.List;
import java.util.function.Function;

/** The checks of rank that several ops make before their own rule. */
final class Ranks {
  private Ranks() {}

  /** The input as it is, which must be a feature map [C, H, W] or a vector [F]. */
  static Inference mapOrVector(String op, List<Shape> inputs) {
    Shape input = inputs.getFirst();
    return input.isMap() || input.rank() == 1
        ? Inference.output(input)
        : Inference.failure(
            Code.WRONG_RANK,
            op + " takes a feature map [C, H, W] or a vector [F], and " + input + " arrives",
            null,
            "use `reshape` or `flatten` before it");
  }

  /** Applies a rule to the one input, which must be a feature map [C, H, W]. */
  static Inference map(String op, List<Shape> inputs, Function<Shape, Inference> rule) {
    Shape input = inputs.getFirst();
    if (!input.isMap()) {
      return Inference.failure(
          Code.WRONG_RANK,
          op + " takes a feature map [C, H, W], and " + input + " arrives",
          null,
          input.rank() == 1
              ? "move it before `flatten`, or use `reshape: {shape: [C, H, W]}`"
              : "use `reshape: {shape: [C, H, W]}` before it");
    }
    return rule.apply(input);
  }
}
