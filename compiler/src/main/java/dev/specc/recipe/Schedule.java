package dev.specc.recipe;

import java.util.List;

/**
 * How the learning rate changes after the warm-up: the schedulers of {@code torch.optim} as closed
 * formulas, so that a run can be resumed at any step.
 */
public sealed interface Schedule {
  /** What the base rate is multiplied by at a moment. */
  double factor(Moment moment);

  /**
   * When a schedule is asked.
   *
   * @param step counted from 0, over all epochs
   * @param begin the first step after the warm-up
   * @param total the steps of the whole run
   */
  record Moment(long step, long begin, long total, int stepsPerEpoch) {
    /** The epoch at hand, counted from 0 at the start of training. */
    long epoch() {
      return step / stepsPerEpoch;
    }

    /** Done since the warm-up, from 0 to almost 1, seen after each step or after each epoch. */
    double progress(boolean everyStep) {
      long seen = everyStep ? step : Math.max(begin, epoch() * stepsPerEpoch);
      return total == begin ? 0 : (double) (seen - begin) / (total - begin);
    }
  }

  record Constant() implements Schedule {
    @Override
    public double factor(Moment moment) {
      return 1;
    }
  }

  /** StepLR: times {@code gamma} every {@code epochs} epochs. */
  record Step(int epochs, double gamma) implements Schedule {
    public Step {
      Require.that(epochs >= 1 && gamma > 0, "a step takes epochs and has a factor");
    }

    @Override
    public double factor(Moment moment) {
      return Math.pow(gamma, moment.epoch() / epochs);
    }
  }

  /** MultiStepLR: times {@code gamma} at each of these epochs. */
  record MultiStep(List<Integer> milestones, double gamma) implements Schedule {
    public MultiStep {
      milestones = List.copyOf(milestones);
      Require.that(gamma > 0, "a factor is above 0");
    }

    @Override
    public double factor(Moment moment) {
      long epoch = moment.epoch();
      return Math.pow(gamma, milestones.stream().filter(m -> m <= epoch).count());
    }
  }

  /** ExponentialLR: times {@code gamma} every epoch. */
  record Exponential(double gamma) implements Schedule {
    public Exponential {
      Require.that(gamma > 0, "a factor is above 0");
    }

    @Override
    public double factor(Moment moment) {
      return Math.pow(gamma, moment.epoch());
    }
  }

  /**
   * CosineAnnealingLR to the end of the run (Loshchilov and Hutter 2017, without restarts).
   *
   * @param end the factor to end with
   * @param everyStep whether the rate changes with each step, or with each epoch as in torch.optim
   */
  record Cosine(double end, boolean everyStep) implements Schedule {
    public Cosine {
      Require.that(end >= 0 && end <= 1, "the last factor is in [0, 1]");
    }

    @Override
    public double factor(Moment moment) {
      double fallen = (1 + Math.cos(Math.PI * moment.progress(everyStep))) / 2;
      return end + (1 - end) * fallen;
    }
  }

  /**
   * PolynomialLR to the end of the run.
   *
   * @param end the factor to end with: 0 in torch.optim
   */
  record Polynomial(double power, double end, boolean everyStep) implements Schedule {
    public Polynomial {
      Require.that(power > 0 && end >= 0 && end <= 1, "a power is above 0");
    }

    @Override
    public double factor(Moment moment) {
      return end + (1 - end) * Math.pow(1 - moment.progress(everyStep), power);
    }
  }

  /**
   * OneCycleLR (Smith and Topin 2019): up from {@code 1 / divisor} to 1 in the share {@code
   * pctStart} of the run, then down to {@code 1 / (divisor * finalDivisor)}, both along a cosine,
   * step by step. The momentum stays.
   */
  record OneCycle(double pctStart, double divisor, double finalDivisor) implements Schedule {
    public OneCycle {
      Require.that(pctStart > 0 && pctStart < 1, "the rise takes a share of the run");
      Require.that(divisor >= 1 && finalDivisor >= 1, "a divisor is at least 1");
    }

    @Override
    public double factor(Moment moment) {
      double steps = moment.total - moment.begin;
      double at = moment.step - moment.begin;
      double top = pctStart * steps - 1;
      double first = 1 / divisor;
      double last = first / finalDivisor;
      return at <= top
          ? along(first, 1, top == 0 ? 1 : at / top)
          : along(1, last, Math.min(1, (at - top) / (steps - 1 - top)));
    }

    private static double along(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }
}
