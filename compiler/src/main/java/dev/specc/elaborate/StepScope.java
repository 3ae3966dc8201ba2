package dev.specc.elaborate;

import dev.specc.decode.Module;
import dev.specc.expression.Scope;
import dev.specc.expression.Value;
import dev.specc.op.OpName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that a step's expressions can use: params and loop variables, {@code in}, {@code
 * height} and {@code width} of what arrives, and blocks and ops by their names.
 *
 * @param arrives null outside of steps, where nothing does
 */
record StepScope(Environment environment, @Nullable Wire arrives, Module module) implements Scope {
  /** A block as a value, with the module that it comes from. */
  record BlockTarget(Module.Found found) implements Value.Target {}

  /** An op as a value. */
  record OpTarget(OpName op) implements Value.Target {}

  private static final List<String> DIMENSIONS = List.of("in", "height", "width");

  @Override
  public Optional<Value> lookup(String name) {
    return environment
        .find(name)
        .map(Environment.Binding::value)
        .or(() -> dimension(name))
        .or(() -> callable(name));
  }

  private Optional<Value> dimension(String name) {
    if (arrives == null || !DIMENSIONS.contains(name)) {
      return Optional.empty();
    }
    return switch (arrives) {
      case Wire.Unknown u -> Optional.of(Value.unknown());
      case Wire.Known known ->
          switch (name) {
            case "in" -> Optional.of(Value.of(known.shape().channels()));
            case "height" -> map(known, known.shape().height());
            default -> map(known, known.shape().width());
          };
    };
  }

  private static Optional<Value> map(Wire.Known wire, long size) {
    return wire.shape().isMap() ? Optional.of(Value.of(size)) : Optional.empty();
  }

  private Optional<Value> callable(String name) {
    Optional<Value> block =
        module.block(name).map(found -> new Value.Callable(name, new BlockTarget(found)));
    return block
        .or(() -> OpName.of(name).map(op -> new Value.Callable(name, new OpTarget(op))))
        .or(() -> missed(name));
  }

  /** A block that may stand in an import that failed. */
  private Optional<Value> missed(String name) {
    return !module.complete() && Character.isUpperCase(name.charAt(0))
        ? Optional.of(Value.unknown())
        : Optional.empty();
  }

  @Override
  public Optional<String> absence(String name) {
    if (environment.isLater(name)) {
      return Optional.of("`" + name + "` stands below: a param sees only those before it");
    }
    if (!DIMENSIONS.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        arrives instanceof Wire.Known known
            ? "a feature map has a `" + name + "`, and here " + known.shape() + " arrives"
            : "`" + name + "` is known in steps, and in the params of blocks");
  }

  @Override
  public Collection<String> names() {
    List<String> names = new ArrayList<>(environment.names());
    if (arrives != null) {
      names.add("in");
    }
    if (arrives instanceof Wire.Known known && known.shape().isMap()) {
      names.add("height");
      names.add("width");
    }
    names.addAll(module.blockNames());
    return names;
  }
}
