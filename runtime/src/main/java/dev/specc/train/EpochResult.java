package dev.specc.train;

/**
 * A row of the metrics.
 *
 * @param epoch counted from 1
 * @param learningRate of its last step
 * @param trainLoss the mean over the steps of the epoch, while the net learned
 * @param trainAccuracy 0 to 1, over the steps of the epoch, while the net learned
 * @param heldOutLoss after the epoch, of the images that are held out: those of the validation
 *     split, or the test images where there is none
 * @param heldOutAccuracy 0 to 1
 * @param imagesPerSecond while training, the test left out
 * @param seconds of the epoch, training and test
 * @param waitedSeconds in which training waited for images
 */
public record EpochResult(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double heldOutLoss,
    double heldOutAccuracy,
    double imagesPerSecond,
    double seconds,
    double waitedSeconds) {}
