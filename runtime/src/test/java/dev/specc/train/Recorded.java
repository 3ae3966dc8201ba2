package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what training says; stops it after so many steps, if asked to. */
final class Recorded implements TrainingListener {
  final List<TrainingProgress> progress = new ArrayList<>();
  final List<EpochResult> epochs = new ArrayList<>();
  final List<Boolean> best = new ArrayList<>();
  final List<Progress> checkpoints = new ArrayList<>();
  private int stepsLeft = Integer.MAX_VALUE;

  /** What the last checkpoint would have held of this net; none is kept without a net. */
  private final Map<String, NDArray> watched;

  private final NDManager kept = NDManager.newBaseManager("PyTorch");
  Map<String, NDArray> state = Map.of();

  Recorded() {
    this(Map.of());
  }

  Recorded(Map<String, NDArray> watched) {
    this.watched = watched;
  }

  Recorded stoppingAfter(int steps) {
    stepsLeft = steps;
    return this;
  }

  @Override
  public void progressed(TrainingProgress now) {
    progress.add(now);
  }

  @Override
  public void epochEnded(EpochResult result, Evaluation heldOut, boolean isBest) {
    epochs.add(result);
    best.add(isBest);
  }

  @Override
  public void checkpoint(Progress now) {
    checkpoints.add(now);
    state = new LinkedHashMap<>();
    watched.forEach(
        (name, array) -> {
          NDArray copy = array.duplicate();
          copy.attach(kept);
          state.put(name, copy);
        });
  }

  /** Asked before the first step and after each. */
  @Override
  public boolean shouldStop() {
    return stepsLeft-- <= 0;
  }
}
