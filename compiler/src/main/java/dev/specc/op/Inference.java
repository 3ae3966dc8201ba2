package dev.specc.op;

import dev.specc.diagnostic.Code;
import org.jspecify.annotations.Nullable;

/** What an op makes of its inputs' shapes: an output shape, or the reason why it cannot run. */
public sealed interface Inference {
  record Output(Shape shape) implements Inference {}

  /**
   * @param message the reason, as a sentence for the user
   * @param option the option to point at; null where none is to blame
   * @param help what to do, if there is something to say
   */
  record Failure(Code code, String message, @Nullable String option, @Nullable String help)
      implements Inference {}

  static Inference output(Shape shape) {
    if (shape.isTooLarge()) {
      return failure(
          Code.TOO_LARGE, "the output would be " + shape.times() + ", too large for any machine");
    }
    return new Output(shape);
  }

  static Inference output(long... dims) {
    return output(Shape.of(dims));
  }

  static Failure failure(Code code, String message) {
    return new Failure(code, message, null, null);
  }

  static Failure failure(Code code, String message, String option) {
    return new Failure(code, message, option, null);
  }

  static Failure failure(Code code, String message, @Nullable String option, String help) {
    return new Failure(code, message, option, help);
  }
}
