package dev.specc.augment;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Generators as a run makes them. */
final class Seeds {
  private Seeds() {}

  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
