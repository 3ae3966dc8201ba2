package dev.specc.train;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a run has come: what it needs besides the net's state to go on exactly.
 *
 * @param epoch the epoch under way, counted from 1; one more than the last when the run is over
 * @param step steps of it that are done
 * @param steps of the whole run that are done
 * @param sums over the steps of the epoch
 * @param results of the epochs that ended
 */
public record Progress(int epoch, int step, long steps, StepSums sums, List<EpochResult> results) {
  /** Nothing is done. */
  public static final Progress START = new Progress(1, 0, 0, StepSums.ZERO, List.of());

  public Progress {
    results = List.copyOf(results);
  }

  /** Some more steps of this epoch are done. */
  Progress after(StepSums more, int done) {
    return new Progress(epoch, step + done, steps + done, sums.plus(more), results);
  }

  /** The epoch ended. */
  Progress after(EpochResult result) {
    List<EpochResult> longer = new ArrayList<>(results);
    longer.add(result);
    return new Progress(epoch + 1, 0, steps, StepSums.ZERO, longer);
  }
}
