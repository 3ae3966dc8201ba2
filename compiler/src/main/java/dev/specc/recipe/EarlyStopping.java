package dev.specc.recipe;

/**
 * Ends training when the held-out images do no better.
 *
 * @param patience epochs without a better result after which it ends; 0 for never
 * @param metric what is compared
 * @param minDelta by how much a result must be better to count
 */
public record EarlyStopping(int patience, Metric metric, double minDelta) {
  public static final EarlyStopping NEVER = new EarlyStopping(0, Metric.ACCURACY, 0);

  public EarlyStopping {
    Require.that(patience >= 0 && minDelta >= 0, "patience and min_delta are at least 0");
  }

  /** Of the held-out images. */
  public enum Metric {
    ACCURACY,
    LOSS
  }
}
