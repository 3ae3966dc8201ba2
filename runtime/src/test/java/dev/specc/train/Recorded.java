package dev.specc.train;

import java.util.ArrayList;
import java.util.List;

/** Keeps what training says; stops it after so many epochs, if asked to. */
final class Recorded implements TrainingListener {
  final List<TrainingProgress> progress = new ArrayList<>();
  final List<EpochResult> epochs = new ArrayList<>();

  @Override
  public void progressed(TrainingProgress now) {
    progress.add(now);
  }

  @Override
  public void epochEnded(EpochResult result) {
    epochs.add(result);
  }

  @Override
  public boolean shouldStop() {
    return false;
  }
}
