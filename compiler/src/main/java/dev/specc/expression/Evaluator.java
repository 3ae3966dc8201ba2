package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Reporter;
import dev.specc.diagnostic.Suggestion;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Evaluates expressions in a scope. It always ends, and never throws for what a spec says: a
 * mistake is reported and gives {@link Value.Unknown}, as does anything computed from it.
 */
public final class Evaluator {
  /** What a list or a map holds at most, with all that is in it. */
  private static final int MAX_VALUES = 10_000;

  private final Scope scope;
  private final Reporter reporter;
  private final Work work;

  /**
   * @param work is told what is done, and may end it
   */
  public Evaluator(Scope scope, Reporter reporter, Work work) {
    this.scope = scope;
    this.reporter = reporter;
    this.work = work;
  }

  public Value evaluate(Expr expr) {
    work.spend(1, expr.span());
    return switch (expr) {
      case Expr.Literal e -> e.value();
      case Expr.Name e -> name(e);
      case Expr.Negative e -> negative(e);
      case Expr.Not e -> not(e);
      case Expr.Arithmetic e -> arithmetic(e);
      case Expr.Logic e -> logic(e);
      case Expr.Comparison e -> comparison(e);
      case Expr.Conditional e -> conditional(e);
      case Expr.Attribute e -> attribute(e);
      case Expr.Index e -> index(e);
      case Expr.Slice e -> slice(e);
      case Expr.Call e -> call(e);
      case Expr.ListOf e -> listOf(e);
      case Expr.MapOf e -> mapOf(e);
      case Expr.Invalid e -> Value.unknown();
    };
  }

  /** The value of a param: a lone word that names nothing may be meant as text. */
  public Value evaluateGiven(Expr expr) {
    return expr instanceof Expr.Name name && scope.lookup(name.name()).isEmpty()
        ? unknownName(
            name,
            Character.isUpperCase(name.name().charAt(0))
                ? "; and no block has this name"
                : "; a text is written `\"'" + name.name() + "'\"`")
        : evaluate(expr);
  }

  private Value name(Expr.Name e) {
    return scope.lookup(e.name()).orElseGet(() -> unknownName(e, ""));
  }

  private Value unknownName(Expr.Name e, String otherwise) {
    String help =
        scope
            .absence(e.name())
            .or(() -> Suggestion.question(e.name(), scope.names()))
            .orElseGet(() -> inScope(otherwise));
    return report(
        Diagnostic.of(Code.UNKNOWN_NAME, e.span(), "nothing here is named `" + e.name() + "`")
            .help(help));
  }

  private String inScope(String otherwise) {
    List<String> names = scope.names().stream().sorted().distinct().toList();
    return (names.isEmpty() ? "no names are known here" : "known here: " + Suggestion.all(names))
        + otherwise;
  }

  /** Whether a name is in scope. */
  public boolean knows(String name) {
    return scope.lookup(name).isPresent();
  }

  private Value negative(Expr.Negative e) {
    return switch (evaluate(e.operand())) {
      case Value.Int i when i.value() != Long.MIN_VALUE -> Value.of(-i.value());
      case Value.Real r -> new Value.Real(-r.value());
      case Value.Unknown u -> u;
      case Value other -> wrongType(e.operand().span(), "`-` needs a number", other);
    };
  }

  private Value not(Expr.Not e) {
    Value operand = evaluate(e.operand());
    return truth(operand, e.operand().span())
        .<Value>map(b -> new Value.Bool(!b))
        .orElse(Value.unknown());
  }

  private Value logic(Expr.Logic e) {
    Optional<Boolean> left = truth(evaluate(e.left()), e.left().span());
    if (left.isEmpty()) {
      return Value.unknown();
    }
    if (left.get() != e.isAnd()) {
      return hasNamesOf(e.right()) ? new Value.Bool(left.get()) : Value.unknown();
    }
    return truth(evaluate(e.right()), e.right().span())
        .<Value>map(Value.Bool::new)
        .orElse(Value.unknown());
  }

  private Value conditional(Expr.Conditional e) {
    Optional<Boolean> holds = truth(evaluate(e.condition()), e.condition().span());
    if (holds.isEmpty()) {
      return Value.unknown();
    }
    boolean sound = hasNamesOf(holds.get() ? e.ifFalse() : e.ifTrue());
    Value chosen = evaluate(holds.get() ? e.ifTrue() : e.ifFalse());
    return sound ? chosen : Value.unknown();
  }

  /** Of what is not evaluated, only the names must be there: a condition may guard its value. */
  private boolean hasNamesOf(Expr expr) {
    List<Expr.Name> missing =
        expr.names()
            .filter(name -> scope.lookup(name.name()).isEmpty())
            .filter(name -> scope.absence(name.name()).isEmpty())
            .toList();
    missing.forEach(name -> unknownName(name, ""));
    return missing.isEmpty();
  }

  /** The value as a truth value; empty, and reported, where it is none. */
  public Optional<Boolean> truth(Value value, Span span) {
    return switch (value) {
      case Value.Bool b -> Optional.of(b.value());
      case Value.Unknown u -> Optional.empty();
      case Value.Int number -> {
        report(
            Diagnostic.of(
                    Code.EXPRESSION_TYPE, span, "true or false is needed, and this is a number")
                .help("compare it, as in `" + span.text() + " > 0`"));
        yield Optional.empty();
      }
      case Value other -> {
        wrongType(span, "true or false is needed", other);
        yield Optional.empty();
      }
    };
  }

  private Value arithmetic(Expr.Arithmetic e) {
    Value left = evaluate(e.left());
    Value right = evaluate(e.right());
    if (left.isUnknown() || right.isUnknown()) {
      return Value.unknown();
    }
    try {
      spend(e, left, right);
      return checked(Arithmetic.apply(e.operator(), left, right), e);
    } catch (Arithmetic.Refused refused) {
      return report(Diagnostic.of(refused.code(), e.span(), refused.getMessage()));
    }
  }

  private Value comparison(Expr.Comparison e) {
    List<Value> operands = e.operands().stream().map(this::evaluate).toList();
    if (operands.stream().anyMatch(Value::isUnknown)) {
      return Value.unknown();
    }
    boolean holds = true;
    for (int i = 0; i < e.relations().size(); i++) {
      try {
        spend(e, operands.get(i), operands.get(i + 1));
        holds &= Arithmetic.holds(e.relations().get(i), operands.get(i), operands.get(i + 1));
      } catch (Arithmetic.Refused refused) {
        return report(Diagnostic.of(refused.code(), e.span(), refused.getMessage()));
      }
    }
    return new Value.Bool(holds);
  }

  private Value attribute(Expr.Attribute e) {
    Value target = evaluate(e.target());
    return switch (target) {
      case Value.Fields fields ->
          Optional.ofNullable(fields.values().get(e.field().name()))
              .orElseGet(() -> unknownField(e.field(), fields));
      case Value.Unknown u -> u;
      case Value other -> wrongType(e.target().span(), "only a map has fields", other);
    };
  }

  private Value unknownField(Expr.Name field, Value.Fields fields) {
    Optional<String> closest = Suggestion.closest(field.name(), fields.values().keySet());
    return report(
        Diagnostic.of(
                Code.UNKNOWN_NAME, field.span(), "this item has no field `" + field.name() + "`")
            .help(
                closest
                    .map(name -> "did you mean `" + name + "`?")
                    .orElseGet(() -> "its fields: " + Suggestion.all(fields.values().keySet()))));
  }

  private Value index(Expr.Index e) {
    Value target = evaluate(e.target());
    Value index = evaluate(e.index());
    if (target.isUnknown() || index.isUnknown()) {
      return Value.unknown();
    }
    if (!(target instanceof Value.Items items)) {
      return wrongType(e.target().span(), "only a list can be indexed", target);
    }
    if (!(index instanceof Value.Int number)) {
      return wrongType(e.index().span(), "an index is a whole number", index);
    }
    int size = items.values().size();
    long at = number.value() < 0 ? number.value() + size : number.value();
    if (at < 0 || at >= size) {
      return report(
          Diagnostic.of(
                  Code.EXPRESSION_VALUE,
                  e.index().span(),
                  "index " + number.value() + " is outside the list of " + size)
              .help("indices count from 0, and negative ones from the end"));
    }
    return items.values().get((int) at);
  }

  /** As in Python, what lies outside of the list is cut off. */
  private Value slice(Expr.Slice e) {
    Value target = evaluate(e.target());
    if (target.isUnknown()) {
      return target;
    }
    if (!(target instanceof Value.Items items)) {
      return wrongType(e.target().span(), "only a list can be sliced", target);
    }
    spend(e, items);
    int size = items.values().size();
    OptionalInt start = bound(e.start(), 0, size);
    OptionalInt end = bound(e.end(), size, size);
    if (start.isEmpty() || end.isEmpty()) {
      return Value.unknown();
    }
    int from = start.getAsInt();
    return new Value.Items(items.values().subList(from, Math.max(from, end.getAsInt())));
  }

  private OptionalInt bound(Optional<Expr> written, int otherwise, int size) {
    if (written.isEmpty()) {
      return OptionalInt.of(otherwise);
    }
    return switch (evaluate(written.get())) {
      case Value.Unknown u -> OptionalInt.empty();
      case Value.Int number -> {
        long at = number.value() < 0 ? number.value() + size : number.value();
        yield OptionalInt.of(Math.clamp(at, 0, size));
      }
      case Value other -> {
        wrongType(written.get().span(), "an index is a whole number", other);
        yield OptionalInt.empty();
      }
    };
  }

  private Value call(Expr.Call e) {
    List<Value> arguments = e.arguments().stream().map(this::evaluate).toList();
    Optional<Function> function = Function.named(e.function().name());
    if (function.isEmpty()) {
      Optional<String> closest = Suggestion.closest(e.function().name(), Function.names());
      return report(
          Diagnostic.of(
                  Code.UNKNOWN_NAME,
                  e.function().span(),
                  "there is no function `" + e.function().name() + "`")
              .help(
                  closest
                      .map(name -> "did you mean `" + name + "`?")
                      .orElse("the functions: " + String.join(", ", Function.names()))));
    }
    if (arguments.stream().anyMatch(Value::isUnknown)) {
      return Value.unknown();
    }
    try {
      arguments.forEach(argument -> spend(e, argument));
      return function.get().apply(arguments);
    } catch (Arithmetic.Refused refused) {
      return report(Diagnostic.of(refused.code(), e.span(), refused.getMessage()));
    }
  }

  private Value listOf(Expr.ListOf e) {
    List<Value> values = e.items().stream().map(this::evaluate).toList();
    return values.stream().anyMatch(Value::isUnknown)
        ? Value.unknown()
        : checked(new Value.Items(values), e);
  }

  private Value mapOf(Expr.MapOf e) {
    Map<String, Value> values = new LinkedHashMap<>();
    e.fields().forEach((name, field) -> values.put(name, evaluate(field)));
    return checked(new Value.Fields(values), e);
  }

  /** Lists that hold lists grow with each param that repeats one: no text shows how far. */
  private Value checked(Value value, Expr e) {
    if (value.weight() <= MAX_VALUES + 1) {
      return value;
    }
    return report(
        Diagnostic.of(
            Code.TOO_LARGE,
            e.span(),
            "this holds more than %,d values, those of its lists included".formatted(MAX_VALUES)));
  }

  private void spend(Expr e, Value... values) {
    for (Value value : values) {
      work.spend(value.weight(), e.span());
    }
  }

  /** A value as text, such as that of a label. */
  public String show(Value value, Span span) {
    work.spend(value.weight(), span);
    return value.show();
  }

  private Value wrongType(Span span, String needed, Value found) {
    String shown =
        found instanceof Value.Items || found instanceof Value.Fields
            ? ""
            : " (" + found.show() + ")";
    return report(
        Diagnostic.of(
            Code.EXPRESSION_TYPE, span, needed + ", and this is " + found.type() + shown));
  }

  private Value report(Diagnostic diagnostic) {
    reporter.add(diagnostic);
    return Value.unknown();
  }

  /** The values of several expressions. */
  public List<Value> evaluateAll(List<Expr> exprs) {
    List<Value> values = new ArrayList<>();
    exprs.forEach(e -> values.add(evaluate(e)));
    return values;
  }
}
