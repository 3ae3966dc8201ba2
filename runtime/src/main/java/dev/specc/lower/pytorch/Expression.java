package dev.specc.lower.pytorch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What makes a module or a parameter of the net. */
sealed interface Expression {
  /** A class with its arguments: {@code nn.ReLU()}. */
  record Construction(String type, List<Argument> arguments) implements Expression {
    public Construction {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * {@code nn.Sequential} of modules by name.
   *
   * @param numbered whether the names are 0, 1, 2 and so on, so that they need not be written
   */
  record Sequence(Map<String, Expression> parts, boolean numbered) implements Expression {
    public Sequence {
      parts = new LinkedHashMap<>(parts);
    }
  }

  static Construction of(String type, Argument... arguments) {
    return new Construction(type, List.of(arguments));
  }

  /** The arguments within, with the names of the modules that they are for. */
  default List<Owned> arguments(String owner) {
    List<Owned> all = new ArrayList<>();
    switch (this) {
      case Construction made -> made.arguments.forEach(a -> all.add(new Owned(owner, a)));
      case Sequence sequence ->
          sequence.parts.forEach((name, part) -> all.addAll(part.arguments(owner + "_" + name)));
    }
    return all;
  }

  /** An argument, and the attribute that it is for. */
  record Owned(String owner, Argument argument) {}

  /** The same with other arguments, which are taken in the order of {@link #arguments}. */
  default Expression with(Iterator<Argument> arguments) {
    return switch (this) {
      case Construction made ->
          new Construction(made.type, made.arguments.stream().map(a -> arguments.next()).toList());
      case Sequence sequence -> {
        Map<String, Expression> parts = new LinkedHashMap<>();
        sequence.parts.forEach((name, part) -> parts.put(name, part.with(arguments)));
        yield new Sequence(parts, sequence.numbered);
      }
    };
  }

  /** The text with every argument left open: equal for what differs in numbers only. */
  default String skeleton() {
    List<Argument> open = new ArrayList<>();
    UnaryOperator<Argument> blank = a -> new Argument(a.name(), "?", "", false, a.meaning());
    arguments("").forEach(owned -> open.add(blank.apply(owned.argument())));
    return SourceText.of(with(open.iterator()), 0, 0);
  }
}
