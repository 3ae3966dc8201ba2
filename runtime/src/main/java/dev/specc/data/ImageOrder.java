package dev.specc.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Orders in which the images of a set are read. */
public final class ImageOrder {
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private ImageOrder() {}

  /** As the files have them. */
  public static int[] ofFiles(int count) {
    return IntStream.range(0, count).toArray();
  }

  /** A random order of all images: the same for the same seed and epoch, on any machine. */
  public static int[] shuffled(int count, long seed, int epoch) {
    return shuffled(ofFiles(count), generator(seed * 1_000_003 + epoch));
  }

  /** These numbers in a random order (Durstenfeld's inside-out shuffle). */
  static int[] shuffled(int[] numbers, RandomGenerator random) {
    int[] order = Arrays.copyOf(numbers, numbers.length);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = numbers[i];
    }
    return order;
  }

  /** The same numbers for the same seed, on any machine. */
  public static RandomGenerator generator(long seed) {
    return GENERATORS.create(seed);
  }
}
