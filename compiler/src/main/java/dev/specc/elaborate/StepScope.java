package dev.specc.elaborate;

import dev.specc.decode.Module;
import dev.specc.diagnostic.Suggestion;
import dev.specc.expression.Scope;
import dev.specc.expression.Value;
import dev.specc.op.OpName;
import dev.specc.validate.ForeignNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a step's expressions can use: params and loop variables, {@code in}, {@code
 * height} and {@code width} of what arrives, and blocks and ops by their names.
 */
record StepScope(Environment environment, Wire arrives, Module module) implements Scope {
  /** The words that options take: they stand for themselves, so that a param can hold one. */
  private static final Set<String> WORDS = Set.of("same", "valid", "nearest", "bilinear");

  static final List<String> DIMENSIONS = List.of("in", "height", "width");

  /** A block as a value, with the module that it comes from. */
  record BlockTarget(Module.Found found) implements Value.Target {}

  /** An op as a value. */
  record OpTarget(OpName op) implements Value.Target {}

  @Override
  public Optional<Value> lookup(String name) {
    return environment
        .find(name)
        .map(Environment.Binding::value)
        .or(() -> dimension(name))
        .or(() -> callable(name, module));
  }

  private Optional<Value> dimension(String name) {
    if (!DIMENSIONS.contains(name)) {
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

  /** A block, an op or a word of an option as a value. */
  static Optional<Value> callable(String name, Module module) {
    Optional<Value> block =
        module.block(name).map(found -> new Value.Callable(name, new BlockTarget(found)));
    return block
        .or(() -> OpName.of(name).map(op -> new Value.Callable(name, new OpTarget(op))))
        .or(() -> WORDS.contains(name) ? Optional.of(new Value.Text(name)) : Optional.empty())
        .or(() -> missed(name, module));
  }

  /** {@code swish} or {@code Foo} where an op or a block is named. */
  static Optional<String> foreign(String name, Module module) {
    if (name.matches("[A-Z]+[a-z]\\w*")) { // one capital is more likely a count than a block
      List<String> blocks = module.blockNames();
      return Optional.of(
          blocks.isEmpty()
              ? "define it under `blocks:`, or `import:` a file that does"
              : "the blocks here: " + Suggestion.all(blocks));
    }
    return ForeignNames.op(name)
        .filter(OpName.words()::contains)
        .map(op -> "it is called `" + op + "` here");
  }

  /** A block that may stand in an import that failed. */
  private static Optional<Value> missed(String name, Module module) {
    return !module.complete() && Character.isUpperCase(name.charAt(0))
        ? Optional.of(Value.unknown())
        : Optional.empty();
  }

  @Override
  public Collection<String> names() {
    Set<String> names = new TreeSet<>();
    environment.names().stream().limit(Suggestion.MAX_CANDIDATES).forEach(names::add);
    names.add("in");
    if (arrives instanceof Wire.Known known && known.shape().isMap()) {
      names.add("height");
      names.add("width");
    }
    module.blockNames().stream().limit(Suggestion.MAX_CANDIDATES).forEach(names::add);
    return names;
  }

  @Override
  public Optional<String> absence(String name) {
    return DIMENSIONS.contains(name)
        ? Optional.of("a vector arrives here, which has no height and no width")
        : environment.absence(name);
  }

  @Override
  public Optional<String> foreign(String name) {
    return foreign(name, module);
  }
}
