package dev.specc.elaborate;

import dev.specc.decode.Module;
import dev.specc.expression.Scope;
import dev.specc.expression.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names that expressions outside of steps can use, such as the defaults of a file's params:
 * nothing arrives there, so {@code in}, {@code height} and {@code width} mean nothing.
 */
record FileScope(Environment environment, Module module) implements Scope {
  @Override
  public Optional<Value> lookup(String name) {
    return environment
        .find(name)
        .map(Environment.Binding::value)
        .or(() -> StepScope.callable(name, module));
  }

  @Override
  public Collection<String> names() {
    List<String> names = new ArrayList<>(environment.names());
    names.addAll(module.blockNames());
    return names;
  }

  @Override
  public Optional<String> absence(String name) {
    return StepScope.DIMENSIONS.contains(name)
        ? Optional.of("`" + name + "` is what arrives at a step or a block, and this is outside")
        : environment.absence(name);
  }

  @Override
  public Optional<String> foreign(String name) {
    return StepScope.foreign(name, module);
  }
}
