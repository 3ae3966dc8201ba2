package dev.specc.train;

import java.time.Duration;

/**
 * Where training is.
 *
 * @param epoch counted from 1
 * @param step of the epoch, counted from 1
 * @param learningRate of the step
 * @param loss the mean over the images of the epoch so far
 * @param accuracy 0 to 1, over the images of the epoch so far
 * @param left until the last epoch ends, should it go on like this
 */
public record TrainingProgress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double learningRate,
    double loss,
    double accuracy,
    double imagesPerSecond,
    Duration left) {}
