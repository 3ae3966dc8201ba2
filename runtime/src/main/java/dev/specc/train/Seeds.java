package dev.specc.train;

import dev.specc.data.ImageOrder;
import java.util.random.RandomGenerator;

/**
 * Where chance comes from. Each step has a source of its own, made of the run's seed and the step's
 * number, so that a run that goes on from a checkpoint draws what it would have drawn, and no
 * generator's state need be kept.
 */
final class Seeds {
  private Seeds() {}

  /** What augmentation draws from in a step. */
  static RandomGenerator augmentation(long seed, long step) {
    return ImageOrder.generator(mix(mix(seed) + step));
  }

  /** What libtorch draws dropout from in a step. */
  static int libtorch(long seed, long step) {
    return fold(mix(mix(~seed) + step));
  }

  static int fold(long seed) {
    return (int) (seed ^ seed >>> 32);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbours become strangers. */
  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
