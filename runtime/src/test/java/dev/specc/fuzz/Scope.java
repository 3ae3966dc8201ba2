package dev.specc.fuzz;

import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a body can name, as far as the generator keeps track of it.
 *
 * <p>Shapes and values are those of the first run of the body; null is a shape that the generator
 * does not know.
 */
final class Scope {
  record Label(String name, @Nullable Shape shape) {}

  /** Params, counters and items' fields, with their values. */
  final Map<String, Long> numbers = new LinkedHashMap<>();

  final Map<String, List<Long>> lists = new LinkedHashMap<>();

  /** Params that hold words: ops, {@code same}. */
  final Map<String, String> words = new LinkedHashMap<>();

  final List<Label> labels = new ArrayList<>();

  /** Counters of the loops around, up to the block: labels need them. */
  final List<String> counters = new ArrayList<>();

  /** Whether the body runs more than once, so that shapes and values may differ. */
  final boolean again;

  /** How many bodies are around. */
  final int depth;

  Scope(boolean again, int depth) {
    this.again = again;
    this.depth = depth;
  }

  /** The scope of a body inside: its labels stay there. */
  Scope inner(boolean runsAgain) {
    Scope inner = new Scope(again || runsAgain, depth + 1);
    inner.numbers.putAll(numbers);
    inner.lists.putAll(lists);
    inner.words.putAll(words);
    inner.labels.addAll(labels);
    inner.counters.addAll(counters);
    return inner;
  }

  /** A label that no other iteration has. */
  String unique(String name) {
    StringBuilder label = new StringBuilder(name);
    counters.forEach(counter -> label.append("_{").append(counter).append('}'));
    return label.toString();
  }
}
