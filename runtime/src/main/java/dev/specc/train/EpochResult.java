package dev.specc.train;

/**
 * A row of the metrics.
 *
 * @param epoch counted from 1
 * @param trainLoss the mean over the steps of the epoch, while the net learned
 * @param trainAccuracy 0 to 1, over the steps of the epoch, while the net learned
 * @param test after the epoch
 * @param imagesPerSecond while training, the test left out
 * @param seconds of the epoch, training and test
 */
public record EpochResult(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    Evaluation test,
    double imagesPerSecond,
    double seconds) {}
