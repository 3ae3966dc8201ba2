package dev.specc.benchmark;

import java.util.Arrays;
import java.util.List;

/**
 * How long something took, round by round.
 *
 * @param millis of one call, a mean over each round
 */
public record Timing(List<Double> millis) {
  public Timing {
    millis = List.copyOf(millis);
  }

  public double median() {
    return quantile(0.5);
  }

  /**
   * @param share 0 for the fastest round, 0.25 for the first quartile, 1 for the slowest
   */
  public double quantile(double share) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /**
   * The median of the rounds' ratios: what slows the machine slows both sides of a round.
   *
   * @param other of the same rounds, in turns with this one
   */
  public double ratio(Timing other) {
    double[] ratios = new double[millis.size()];
    Arrays.setAll(ratios, i -> millis.get(i) / other.millis.get(i));
    Arrays.sort(ratios);
    return ratios[ratios.length / 2];
  }
}
