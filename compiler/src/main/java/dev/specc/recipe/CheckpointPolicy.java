package dev.specc.recipe;

/**
 * When training keeps all that it needs to go on.
 *
 * @param everyEpochs at least 1
 * @param everySteps also after so many steps within an epoch; 0 for none
 * @param keep how many of the last checkpoints stay, at least 1: with one more than the newest, a
 *     torn file loses little
 */
public record CheckpointPolicy(int everyEpochs, int everySteps, int keep) {
  public CheckpointPolicy {
    Require.that(everyEpochs >= 1 && everySteps >= 0 && keep >= 1, "at least 1");
  }
}
