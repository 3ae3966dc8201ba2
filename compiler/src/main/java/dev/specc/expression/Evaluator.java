package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Reporter;
import dev.specc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final ElementAccess elements = new ElementAccess(this);

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
      case Expr.Attribute e -> elements.attribute(e);
      case Expr.Index e -> elements.index(e);
      case Expr.Slice e -> elements.slice(e);
      case Expr.Call e -> call(e);
      case Expr.ListOf e -> listOf(e);
      case Expr.MapOf e -> mapOf(e);
      case Expr.Invalid e -> Value.unknown();
    };
  }

  /** The values of several expressions. */
  public List<Value> evaluateAll(List<Expr> exprs) {
    return exprs.stream().map(this::evaluate).toList();
  }

  private static boolean anyUnknown(List<Value> values) {
    return values.stream().anyMatch(Value::isUnknown);
  }

  /** The value of a param: a lone word that names nothing may be meant as text. */
  public Value evaluateGiven(Expr expr) {
    return expr instanceof Expr.Name name && !knows(name.name())
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
    return report(UnknownName.of(e, scope, otherwise));
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
            .filter(name -> !knows(name.name()))
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
    return operation(
        e,
        () -> {
          spend(e, left, right);
          return checked(Arithmetic.apply(e.operator(), left, right), e);
        });
  }

  private Value comparison(Expr.Comparison e) {
    List<Value> operands = evaluateAll(e.operands());
    return anyUnknown(operands)
        ? Value.unknown()
        : operation(e, () -> new Value.Bool(holds(e, operands)));
  }

  private boolean holds(Expr.Comparison e, List<Value> operands) throws Arithmetic.Refused {
    boolean holds = true;
    for (int i = 0; i < e.relations().size(); i++) {
      Value left = operands.get(i);
      Value right = operands.get(i + 1);
      spend(e, left, right);
      holds &= Arithmetic.holds(e.relations().get(i), left, right);
    }
    return holds;
  }

  private Value call(Expr.Call e) {
    List<Value> arguments = evaluateAll(e.arguments());
    Optional<Function> function = Function.named(e.function().name());
    if (function.isEmpty()) {
      return report(UnknownName.ofFunction(e.function()));
    }
    if (anyUnknown(arguments)) {
      return Value.unknown();
    }
    return operation(
        e,
        () -> {
          arguments.forEach(argument -> spend(e, argument));
          return function.get().apply(arguments);
        });
  }

  private Value listOf(Expr.ListOf e) {
    List<Value> values = evaluateAll(e.items());
    return anyUnknown(values) ? Value.unknown() : checked(new Value.Items(values), e);
  }

  private Value mapOf(Expr.MapOf e) {
    Map<String, Value> values = new LinkedHashMap<>();
    e.fields().forEach((name, field) -> values.put(name, evaluate(field)));
    return checked(new Value.Fields(values), e);
  }

  private interface Operation {
    Value apply() throws Arithmetic.Refused;
  }

  private Value operation(Expr e, Operation operation) {
    try {
      return operation.apply();
    } catch (Arithmetic.Refused refused) {
      return report(Diagnostic.of(refused.code(), e.span(), refused.getMessage()));
    }
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

  void spend(Expr e, Value... values) {
    for (Value value : values) {
      work.spend(value.weight(), e.span());
    }
  }

  /** A value as text, such as that of a label. */
  public String show(Value value, Span span) {
    work.spend(value.weight(), span);
    return value.show();
  }

  Value wrongType(Span span, String needed, Value found) {
    String shown =
        found instanceof Value.Items || found instanceof Value.Fields
            ? ""
            : " (" + found.show() + ")";
    return report(
        Diagnostic.of(
            Code.EXPRESSION_TYPE, span, needed + ", and this is " + found.type() + shown));
  }

  Value report(Diagnostic diagnostic) {
    reporter.add(diagnostic);
    return Value.unknown();
  }
}
