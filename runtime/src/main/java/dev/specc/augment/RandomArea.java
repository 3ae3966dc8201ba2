package dev.specc.augment;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A random share of an image's area with a random ratio of its sides, as in torchvision's {@code
 * get_params} of RandomResizedCrop and RandomErasing.
 *
 * @param minScale the smallest share
 * @param minRatio the smallest ratio, drawn evenly on a logarithmic scale
 */
record RandomArea(double minScale, double maxScale, double minRatio, double maxRatio) {
  private static final int ATTEMPTS = 10;

  /** Pixels along the two sides: {@code first / second} is the ratio that was drawn, rounded. */
  record Sides(int first, int second) {}

  /** Which sides are accepted. */
  interface Fit {
    boolean accepts(Sides sides);
  }

  /** Draws a share and a ratio until they are accepted; after ten attempts gives up. */
  Optional<Sides> draw(RandomGenerator random, int area, Fit fit) {
    for (int i = 0; i < ATTEMPTS; i++) {
      double target = area * between(random, minScale, maxScale);
      double ratio = Math.exp(between(random, Math.log(minRatio), Math.log(maxRatio)));
      Sides sides =
          new Sides(
              (int) Math.rint(Math.sqrt(target * ratio)),
              (int) Math.rint(Math.sqrt(target / ratio)));
      if (fit.accepts(sides)) {
        return Optional.of(sides);
      }
    }
    return Optional.empty();
  }

  /** Even in [low, high); low where the two are equal. */
  static double between(RandomGenerator random, double low, double high) {
    return low + random.nextDouble() * (high - low);
  }
}
