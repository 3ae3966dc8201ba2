package dev.specc.elaborate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Evaluates expressions where a number of a kind is needed; what does not fit is reported. */
final class Numbers {
  private final Evaluator evaluator;
  private final Diagnostics diagnostics;

  Numbers(Evaluator evaluator, Diagnostics diagnostics) {
    this.evaluator = evaluator;
    this.diagnostics = diagnostics;
  }

  /**
   * A whole number of at least {@code min} and at most {@code max}; empty where there is none.
   *
   * @param what the name to use in messages, in backquotes or words
   */
  OptionalLong whole(Expr expr, String what, long min, long max) {
    return switch (evaluator.evaluate(expr)) {
      case Value.Int i -> inRange(expr, what, i.value(), min, max);
      case Value.Real r when r.value() == Math.rint(r.value()) && Math.abs(r.value()) < 1L << 53 ->
          inRange(expr, what, (long) r.value(), min, max);
      case Value.Real r -> notWhole(expr, what, r);
      case Value.Unknown u -> OptionalLong.empty();
      case Value other -> {
        wrongType(expr, what + " is a whole number", other);
        yield OptionalLong.empty();
      }
    };
  }

  private OptionalLong inRange(Expr expr, String what, long value, long min, long max) {
    if (value >= min && value <= max) {
      return OptionalLong.of(value);
    }
    diagnostics.add(
        value > max
            ? Diagnostic.of(
                Code.TOO_LARGE,
                expr.span(),
                what + " is " + value + ", and at most " + max + " makes sense")
            : Diagnostic.of(
                Code.OUT_OF_RANGE,
                expr.span(),
                what + " is " + value + ", and must be at least " + min));
    return OptionalLong.empty();
  }

  private OptionalLong notWhole(Expr expr, String what, Value.Real real) {
    boolean divides = expr instanceof Expr.Arithmetic a && a.operator() == Expr.Operator.DIVIDE;
    diagnostics.add(
        Diagnostic.of(
                Code.NOT_WHOLE,
                expr.span(),
                what + " is a whole number, and this is " + shown(real.value()))
            .help(
                divides
                    ? "`//` rounds down; or choose numbers that divide"
                    : "use `floor(...)`, `ceil(...)`, `round(...)` or `round_to(..., 8)`")
            .proposing(Proposals.roundingDown(expr.span()).stream().toList()));
    return OptionalLong.empty();
  }

  private static String shown(double value) {
    return String.format(java.util.Locale.ROOT, "%.6g", value);
  }

  /** A number from {@code min} to {@code max}; empty where there is none. */
  OptionalDouble real(Expr expr, String what, double min, double max) {
    return switch (evaluator.evaluate(expr)) {
      case Value.Int i -> inRange(expr, what, (double) i.value(), min, max);
      case Value.Real r -> inRange(expr, what, r.value(), min, max);
      case Value.Unknown u -> OptionalDouble.empty();
      case Value other -> {
        wrongType(expr, what + " is a number", other);
        yield OptionalDouble.empty();
      }
    };
  }

  private OptionalDouble inRange(Expr expr, String what, double value, double min, double max) {
    if (value >= min && value <= max) {
      return OptionalDouble.of(value);
    }
    String bound = value < min ? "at least " + trimmed(min) : "at most " + trimmed(max);
    diagnostics.add(
        Diagnostic.of(
            Code.OUT_OF_RANGE,
            expr.span(),
            what + " is " + trimmed(value) + ", and must be " + bound));
    return OptionalDouble.empty();
  }

  private static String trimmed(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  Optional<Boolean> flag(Expr expr, String what) {
    return switch (evaluator.evaluate(expr)) {
      case Value.Bool b -> Optional.of(b.value());
      case Value.Unknown u -> Optional.empty();
      case Value other -> {
        wrongType(expr, what + " is true or false", other);
        yield Optional.empty();
      }
    };
  }

  Value value(Expr expr) {
    return evaluator.evaluate(expr);
  }

  void wrongType(Expr expr, String needed, Value found) {
    String shown =
        found instanceof Value.Items || found instanceof Value.Fields
            ? ""
            : " (`" + found.show() + "`)";
    diagnostics.add(
        Diagnostic.of(
            Code.EXPRESSION_TYPE, expr.span(), needed + ", and this is " + found.type() + shown));
  }
}
