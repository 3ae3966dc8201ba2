package dev.specc.fuzz;

import java.util.List;
import java.util.Random;

/** Choices by a seed: the same ones on every machine, since {@link Random} is specified. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code first} to {@code last}. */
  long within(long first, long last) {
    return first + random.nextInt(Math.toIntExact(last - first + 1));
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
