package dev.specc.augment;

import java.util.random.RandomGenerator;

/** Which image of a batch each is mixed with: each is the partner of one. */
final class Partners {
  private Partners() {}

  /** A random order of 0 to {@code batch - 1} (Fisher and Yates); some may be their own partner. */
  static int[] draw(RandomGenerator random, int batch) {
    int[] order = new int[batch];
    for (int i = 0; i < batch; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
