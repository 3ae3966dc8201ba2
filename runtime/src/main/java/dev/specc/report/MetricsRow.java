package dev.specc.report;

import dev.specc.train.EpochResult;

/**
 * An epoch as the metrics hold it. A number is NaN where the file that it was read from lacks it.
 *
 * @param epoch counted from 1
 * @param learningRate at the end of the epoch
 * @param trainLoss the mean over the steps of the epoch, while the net learned
 * @param trainAccuracy 0 to 1, likewise
 * @param testLoss of the held-out images, after the epoch: of validation, else of the test
 * @param testAccuracy 0 to 1, likewise
 * @param imagesPerSecond while training, the test left out
 * @param seconds of the epoch, training and test
 * @param waitedSeconds of them, for images to be decoded
 */
public record MetricsRow(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy,
    double imagesPerSecond,
    double seconds,
    double waitedSeconds) {
  public static MetricsRow of(EpochResult r) {
    return new MetricsRow(
        r.epoch(),
        r.learningRate(),
        r.trainLoss(),
        r.trainAccuracy(),
        r.heldOutLoss(),
        r.heldOutAccuracy(),
        r.imagesPerSecond(),
        r.seconds(),
        r.waitedSeconds());
  }
}
