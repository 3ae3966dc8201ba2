package dev.specc.elaborate;

import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The params and loop variables in scope, with where each got its value. */
final class Environment {
  /**
   * A name's value.
   *
   * @param written the expression that gave it; null for a loop's counter
   * @param in where that expression's own names are looked up
   */
  record Binding(Value value, Span span, @Nullable Expr written, @Nullable Environment in) {}

  private final @Nullable Environment outer;
  private final Map<String, Binding> bindings = new LinkedHashMap<>();

  Environment(@Nullable Environment outer) {
    this.outer = outer;
  }

  void bind(String name, Binding binding) {
    bindings.put(name, binding);
  }

  Optional<Binding> find(String name) {
    for (Environment e = this; e != null; e = e.outer) {
      Binding binding = e.bindings.get(name);
      if (binding != null) {
        return Optional.of(binding);
      }
    }
    return Optional.empty();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Environment e = this; e != null; e = e.outer) {
      names.addAll(e.bindings.keySet());
    }
    return names;
  }

  /**
   * The place that decides an expression's value: the expression itself, but for a bare name the
   * expression that it was bound to, and so on through the calls.
   */
  Span decides(Expr expr) {
    Expr at = expr;
    Environment environment = this;
    while (at instanceof Expr.Name name) {
      Binding binding = environment.find(name.name()).orElse(null);
      if (binding == null || binding.written() == null || binding.in() == null) {
        return at.span();
      }
      at = binding.written();
      environment = binding.in();
    }
    return at.span();
  }

  /** The values of a call's params, for the notes: {@code growth = 32}. */
  Map<String, Binding> own() {
    return bindings;
  }
}
