package dev.specc.train;

/** Hears how training goes, on the thread that trains. */
public interface TrainingListener {
  /** A few times a second, and at the last step of each epoch. */
  void progressed(TrainingProgress progress);

  /**
   * After each epoch, with the net as the epoch left it.
   *
   * @param best whether no epoch before did as well on the held-out images
   */
  void epochEnded(EpochResult result, Evaluation heldOut, boolean best);

  /** When the recipe wants a checkpoint, and when training was asked to stop within an epoch. */
  void checkpoint(Progress progress);

  /** Asked after each step: whether to stop there. */
  boolean shouldStop();
}
