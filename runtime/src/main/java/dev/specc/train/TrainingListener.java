package dev.specc.train;

/** Hears how training goes, on the thread that trains. */
public interface TrainingListener {
  /** A few times a second, and at the last step of each epoch. */
  void progressed(TrainingProgress progress);

  /** After each epoch, with the net as the epoch left it. */
  void epochEnded(EpochResult result);

  /** Asked after each step: whether to stop there. */
  boolean shouldStop();
}
