package dev.specc.train;

import ai.djl.ndarray.NDArray;

/**
 * What a step computed, before its update.
 *
 * @param loss float32 scalar: the mean over the batch, auxiliary heads included
 * @param correct int64 scalar: how many of the batch the main output got right
 */
public record StepResult(NDArray loss, NDArray correct) {}
