package dev.specc.train;

/**
 * What decides a step besides its batch.
 *
 * @param number of the step, counted from 0 over the whole run
 * @param seed of what is random in the net, such as dropout
 */
public record StepSettings(long number, double learningRate, int seed) {}
