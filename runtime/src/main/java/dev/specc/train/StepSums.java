package dev.specc.train;

/**
 * Sums over steps.
 *
 * @param loss each step's loss times its images
 * @param correct images that the net got right
 */
public record StepSums(double loss, long correct, long images) {
  public static final StepSums ZERO = new StepSums(0, 0, 0);

  StepSums plus(StepSums more) {
    return new StepSums(loss + more.loss, correct + more.correct, images + more.images);
  }

  /** The mean loss of an image. */
  double meanLoss() {
    return loss / images;
  }

  /** 0 to 1. */
  double accuracy() {
    return (double) correct / images;
  }
}
