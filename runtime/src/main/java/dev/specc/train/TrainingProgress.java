package dev.specc.train;

import java.time.Duration;

/**
 * Where training stands within an epoch.
 *
 * @param epoch counted from 1
 * @param step of the epoch, counted from 1
 * @param loss the mean since the epoch began
 * @param accuracy 0 to 1, since the epoch began
 * @param left the time that all the rest will take, tests included, at the speed so far
 */
public record TrainingProgress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double accuracy,
    double imagesPerSecond,
    Duration left) {}
