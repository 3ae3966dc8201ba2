package dev.specc.recipe;

/**
 * The learning rate of every step.
 *
 * @param base the rate that the schedule scales
 * @param referenceBatch the batch for which {@code base} is meant: with another one it is scaled in
 *     proportion (Goyal et al. 2017); 0 where it is not scaled
 * @param warmUp before the schedule begins; none before {@link Schedule.OneCycle}
 */
public record LearningRate(double base, int referenceBatch, WarmUp warmUp, Schedule schedule) {
  public LearningRate {
    Require.that(base > 0 && base < Double.MAX_VALUE, "a learning rate is above 0");
    Require.that(referenceBatch >= 0, "a batch is at least 1");
    Require.that(
        warmUp.epochs() == 0 || !(schedule instanceof Schedule.OneCycle),
        "one-cycle warms up by itself");
  }

  /**
   * Epochs in which the rate grows linearly to the base rate (Goyal et al. 2017), step by step, as
   * torch.optim.lr_scheduler.LinearLR.
   *
   * @param epochs 0 for none; fractions are allowed
   * @param from the factor to begin with
   */
  public record WarmUp(double epochs, double from) {
    public static final WarmUp NONE = new WarmUp(0, 0);

    public WarmUp {
      Require.that(epochs >= 0 && from >= 0 && from <= 1, "a warm-up grows from [0, 1] to 1");
    }
  }

  /** The base rate for a batch. */
  public double scaled(int batch) {
    return referenceBatch == 0 ? base : base * batch / referenceBatch;
  }

  /**
   * The rate of a step.
   *
   * @param step counted from 0, over all epochs
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole run
   */
  public double at(long step, int stepsPerEpoch, int epochs, int batch) {
    double rate = scaled(batch);
    long warm = Math.round(warmUp.epochs * stepsPerEpoch);
    if (step < warm) {
      return rate * (warmUp.from + (1 - warmUp.from) * step / warm);
    }
    long total = (long) stepsPerEpoch * epochs;
    return rate * schedule.factor(new Schedule.Moment(step, warm, total, stepsPerEpoch));
  }
}
