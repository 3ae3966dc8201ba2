package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;

/** The options that a node was made from, as written, with the names that they use. */
record OptionSource(Span step, List<Argument> arguments, Environment environment) {
  Optional<Argument> argument(String name) {
    return arguments.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  /** Where an option's value is written in the step itself. */
  Optional<Span> written(String name) {
    return argument(name).map(a -> a.value().span());
  }

  /** Whether nobody but a param's default says what an option is. */
  boolean isDefault(String name) {
    return argument(name).filter(environment::isDefault).isPresent();
  }

  /** The place that decides an option's value, through the block calls. */
  Optional<Span> decides(String name) {
    return argument(name).map(environment::decides);
  }
}
