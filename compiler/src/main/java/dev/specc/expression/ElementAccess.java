package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Evaluates what takes a value out of another: fields of maps, items and slices of lists. */
final class ElementAccess {
  private final Evaluator evaluator;

  ElementAccess(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value attribute(Expr.Attribute e) {
    Value target = evaluator.evaluate(e.target());
    return switch (target) {
      case Value.Fields fields ->
          Optional.ofNullable(fields.values().get(e.field().name()))
              .orElseGet(() -> evaluator.report(UnknownName.ofField(e.field(), fields)));
      case Value.Unknown u -> u;
      case Value other -> evaluator.wrongType(e.target().span(), "only a map has fields", other);
    };
  }

  Value index(Expr.Index e) {
    Value target = evaluator.evaluate(e.target());
    Value index = evaluator.evaluate(e.index());
    if (target.isUnknown() || index.isUnknown()) {
      return Value.unknown();
    }
    if (!(target instanceof Value.Items items)) {
      return evaluator.wrongType(e.target().span(), "only a list can be indexed", target);
    }
    if (!(index instanceof Value.Int number)) {
      return evaluator.wrongType(e.index().span(), "an index is a whole number", index);
    }
    int size = items.values().size();
    long at = fromStart(number, size);
    if (at < 0 || at >= size) {
      return evaluator.report(
          Diagnostic.of(
                  Code.EXPRESSION_VALUE,
                  e.index().span(),
                  "index " + number.value() + " is outside the list of " + size)
              .help("indices count from 0, and negative ones from the end"));
    }
    return items.values().get((int) at);
  }

  /** As in Python, what lies outside of the list is cut off. */
  Value slice(Expr.Slice e) {
    Value target = evaluator.evaluate(e.target());
    if (target.isUnknown()) {
      return target;
    }
    if (!(target instanceof Value.Items items)) {
      return evaluator.wrongType(e.target().span(), "only a list can be sliced", target);
    }
    evaluator.spend(e, items);
    int size = items.values().size();
    OptionalInt start = bound(e.start(), 0, size);
    OptionalInt end = bound(e.end(), size, size);
    if (start.isEmpty() || end.isEmpty()) {
      return Value.unknown();
    }
    int from = start.getAsInt();
    return new Value.Items(items.values().subList(from, Math.max(from, end.getAsInt())));
  }

  private OptionalInt bound(@Nullable Expr written, int otherwise, int size) {
    if (written == null) {
      return OptionalInt.of(otherwise);
    }
    return switch (evaluator.evaluate(written)) {
      case Value.Unknown u -> OptionalInt.empty();
      case Value.Int number -> OptionalInt.of(Math.clamp(fromStart(number, size), 0, size));
      case Value other -> {
        evaluator.wrongType(written.span(), "an index is a whole number", other);
        yield OptionalInt.empty();
      }
    };
  }

  /** Negative indices count from the end. */
  private static long fromStart(Value.Int index, int size) {
    return index.value() < 0 ? index.value() + size : index.value();
  }
}
