package dev.specc.train;

/**
 * A row of the metrics.
 *
 * @param epoch counted from 1
 * @param learningRate at its end
 * @param trainLoss the mean over the steps of the epoch, while the net learned
 * @param trainAccuracy 0 to 1, over the steps of the epoch, while the net learned
 * @param heldOut after the epoch
 * @param imagesPerSecond while training, the test left out
 * @param seconds of the epoch, training and test
 * @param waitedSeconds of them, for images to be decoded
 */
public record EpochResult(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    Evaluation heldOut,
    double imagesPerSecond,
    double seconds,
    double waitedSeconds) {}
