package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.Param;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The params and loop variables in scope, with where each got its value. */
final class Environment {
  /**
   * A name's value.
   *
   * @param written the expression that gave it; null for a loop's counter
   * @param in where that expression's own names are looked up
   * @param call the call that could set it, where a default stands in; null where none does
   */
  record Binding(
      Value value,
      Span span,
      @Nullable Expr written,
      @Nullable Environment in,
      @Nullable Call call) {
    Binding(Value value, Span span, @Nullable Expr written, @Nullable Environment in) {
      this(value, span, written, in, null);
    }
  }

  /** A block call: the span of its key, and the arguments that it has. */
  record Call(Span span, List<Argument> arguments) {}

  private final @Nullable Environment outer;
  private final Map<String, Binding> bindings = new LinkedHashMap<>();

  /** Names that get a value after those that have one. */
  private final Set<String> later = new HashSet<>();

  Environment(@Nullable Environment outer) {
    this.outer = outer;
  }

  /** Names that will be bound: one that is used before that is explained. */
  void announce(List<Param> params) {
    params.forEach(param -> later.add(param.name()));
  }

  /** Why a name has no value here, where it gets one later. */
  Optional<String> absence(String name) {
    return later.contains(name)
        ? Optional.of("`" + name + "` stands below: a param sees only those before it")
        : Optional.empty();
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

  /** The names of this number, the innermost first. */
  List<String> namesOf(long number) {
    return names().stream()
        .distinct()
        .filter(
            name ->
                find(name)
                    .filter(b -> b.value() instanceof Value.Int(long value) && value == number)
                    .isPresent())
        .toList();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Environment e = this; e != null; e = e.outer) {
      names.addAll(e.bindings.keySet());
    }
    return names;
  }

  /**
   * The place that decides an option's value: name and value as written in the step, but where the
   * value is a param's name, those of the argument that it is bound to, and so on through the
   * calls.
   */
  Span decides(Argument argument) {
    Span place = together(argument.nameSpan(), argument.value().span());
    Expr at = argument.value();
    Environment environment = this;
    while (at instanceof Expr.Name name) {
      Binding binding = environment.find(name.name()).orElse(null);
      if (binding == null || binding.written() == null || binding.in() == null) {
        return place;
      }
      at = binding.written();
      place = together(binding.span(), at.span());
      environment = binding.in();
    }
    return place;
  }

  /** Whether an option's value is, through the calls, the default of a param that no call sets. */
  boolean isDefault(Argument argument) {
    Expr at = argument.value();
    Environment environment = this;
    while (at instanceof Expr.Name name) {
      Binding binding = environment.find(name.name()).orElse(null);
      if (binding == null || binding.written() == null || binding.in() == null) {
        return false;
      }
      if (binding.call() != null) {
        return true;
      }
      at = binding.written();
      environment = binding.in();
    }
    return false;
  }

  private static Span together(Span name, Span value) {
    boolean near =
        name.file() == value.file()
            && name.line() == value.endLine()
            && name.start() <= value.start();
    return near ? name.to(value) : value;
  }

  /** The values of a call's params, for the notes: {@code growth = 32}. */
  Map<String, Binding> own() {
    return bindings;
  }
}
