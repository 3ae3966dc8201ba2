package dev.specc.augment;

import java.util.random.RandomGenerator;

/**
 * Beta(a, a), the share of one of two Gamma(a) in their sum. Gammas are drawn by the method of
 * Marsaglia and Tsang (2000), for a below 1 through Gamma(a + 1); in logarithms, since for a small
 * a they are often too small for a double.
 */
record BetaDistribution(double a) {
  /** A number from 0 to 1. */
  double draw(RandomGenerator random) {
    double first = logGamma(random);
    double second = logGamma(random);
    return 1 / (1 + Math.exp(second - first));
  }

  private double logGamma(RandomGenerator random) {
    if (a >= 1) {
      return Math.log(gamma(a, random));
    }
    double larger = Math.log(gamma(a + 1, random));
    return larger + Math.log(1 - random.nextDouble()) / a;
  }

  /** For a shape of at least 1. */
  private static double gamma(double shape, RandomGenerator random) {
    double d = shape - 1.0 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      double u = 1 - random.nextDouble();
      if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
