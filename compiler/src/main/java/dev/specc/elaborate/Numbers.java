package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Reporter;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Evaluates expressions where a number of a kind is needed; what does not fit is reported. */
final class Numbers {
  private final Evaluator evaluator;
  private final Environment environment;
  private final Reporter reporter;

  /**
   * @param environment tells where a param that is read got its value
   */
  Numbers(Evaluator evaluator, Environment environment, Reporter reporter) {
    this.evaluator = evaluator;
    this.environment = environment;
    this.reporter = reporter;
  }

  /** Reports what an expression is; where it only names a param, with what gave that its value. */
  private void report(Expr expr, Diagnostic diagnostic) {
    Span decides = environment.decides(new Argument("", expr.span(), expr));
    reporter.add(
        decides.equals(expr.span())
            ? diagnostic
            : diagnostic.related(decides, "`" + expr.span().text() + "` comes from here"));
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

  /**
   * A shape of these dimensions; empty where one of them is unknown, or there is none.
   *
   * @param what one of them is called in messages
   */
  Optional<Shape> shape(List<Expr> written, String what) {
    List<Long> dims = new ArrayList<>();
    written.forEach(dim -> whole(dim, what, 1, Window.MAX_OPTION).ifPresent(dims::add));
    return dims.isEmpty() || dims.size() < written.size()
        ? Optional.empty()
        : Optional.of(new Shape(dims));
  }

  private OptionalLong inRange(Expr expr, String what, long value, long min, long max) {
    if (value >= min && value <= max) {
      return OptionalLong.of(value);
    }
    report(
        expr,
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
    report(
        expr,
        Diagnostic.of(
                Code.NOT_WHOLE,
                expr.span(),
                what + " is a whole number, and this is " + shown(real.value()))
            .help(
                divides
                    ? "`//` rounds down; or choose numbers that divide"
                    : "use `floor(...)`, `ceil(...)`, `round(...)` or `round_to(..., 8)`")
            .proposing(StepProposals.roundingDown(expr.span()).stream().toList()));
    return OptionalLong.empty();
  }

  private static String shown(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
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
    report(
        expr,
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

  /** Whether an expression is one word that names nothing. */
  boolean isUnknownWord(Expr expr) {
    return expr instanceof Expr.Name name && !evaluator.knows(name.name());
  }

  Value value(Expr expr) {
    return evaluator.evaluate(expr);
  }

  void wrongType(Expr expr, String needed, Value found) {
    String shown =
        found instanceof Value.Items || found instanceof Value.Fields
            ? ""
            : " (`" + found.show() + "`)";
    report(
        expr,
        Diagnostic.of(
            Code.EXPRESSION_TYPE, expr.span(), needed + ", and this is " + found.type() + shown));
  }
}
