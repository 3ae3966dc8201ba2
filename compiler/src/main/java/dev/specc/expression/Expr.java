package dev.specc.expression;

import dev.specc.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A parsed expression. Each node knows where it stands. */
public sealed interface Expr {
  Span span();

  /** The names that it reads, wherever in it; not those of functions and fields. */
  default Stream<Name> names() {
    return switch (this) {
      case Literal e -> Stream.of();
      case Invalid e -> Stream.of();
      case Name e -> Stream.of(e);
      case Negative e -> e.operand.names();
      case Not e -> e.operand.names();
      case Arithmetic e -> all(List.of(e.left, e.right));
      case Logic e -> all(List.of(e.left, e.right));
      case Comparison e -> all(e.operands);
      case Conditional e -> all(List.of(e.condition, e.ifTrue, e.ifFalse));
      case Attribute e -> e.target.names();
      case Index e -> all(List.of(e.target, e.index));
      case Slice e ->
          Stream.of(e.target, e.start, e.end).filter(Objects::nonNull).flatMap(Expr::names);
      case Call e -> all(e.arguments);
      case ListOf e -> all(e.items);
      case MapOf e -> all(List.copyOf(e.fields.values()));
    };
  }

  private static Stream<Name> all(List<Expr> parts) {
    return parts.stream().flatMap(Expr::names);
  }

  record Literal(Span span, Value value) implements Expr {}

  record Name(Span span, String name) implements Expr {}

  record Negative(Span span, Expr operand) implements Expr {}

  record Not(Span span, Expr operand) implements Expr {}

  record Arithmetic(Span span, Operator operator, Expr left, Expr right) implements Expr {}

  /** {@code and} and {@code or}. */
  record Logic(Span span, boolean isAnd, Expr left, Expr right) implements Expr {}

  /** {@code a < b <= c}, as in Python: every neighbouring pair holds. */
  record Comparison(Span span, List<Relation> relations, List<Expr> operands) implements Expr {}

  record Conditional(Span span, Expr condition, Expr ifTrue, Expr ifFalse) implements Expr {}

  record Attribute(Span span, Expr target, Name field) implements Expr {}

  record Index(Span span, Expr target, Expr index) implements Expr {}

  /** {@code list[start:end]}, as in Python; either is null where it is not written. */
  record Slice(Span span, Expr target, @Nullable Expr start, @Nullable Expr end) implements Expr {}

  record Call(Span span, Name function, List<Expr> arguments) implements Expr {}

  record ListOf(Span span, List<Expr> items) implements Expr {}

  /** A YAML map as a value: each field an expression. */
  record MapOf(Span span, Map<String, Expr> fields) implements Expr {}

  /** Something wrong, already reported. */
  record Invalid(Span span) implements Expr {}

  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
