package dev.specc.train;

import dev.specc.recipe.EarlyStopping;
import java.util.List;

/** Which epoch did best on the held-out images, and whether it is time to stop. */
public final class Best {
  private Best() {}

  /** The best epoch's place in the results, which are not empty; the first of equals. */
  public static int of(List<EpochResult> results, EarlyStopping by) {
    int best = 0;
    for (int i = 1; i < results.size(); i++) {
      best = gain(results.get(best), results.get(i), by.metric()) > by.minDelta() ? i : best;
    }
    return best;
  }

  /** Whether so many epochs since the best one brought nothing better. */
  static boolean shouldStop(List<EpochResult> results, EarlyStopping by) {
    return by.patience() > 0
        && !results.isEmpty()
        && results.size() - 1 - of(results, by) >= by.patience();
  }

  private static double gain(EpochResult before, EpochResult now, EarlyStopping.Metric metric) {
    return switch (metric) {
      case ACCURACY -> now.heldOutAccuracy() - before.heldOutAccuracy();
      case LOSS -> before.heldOutLoss() - now.heldOutLoss();
    };
  }
}
