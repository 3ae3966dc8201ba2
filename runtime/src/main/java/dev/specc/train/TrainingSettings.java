package dev.specc.train;

/**
 * How to train.
 *
 * @param epochs passes over the training images, at least 1
 * @param batch images in a step, at least 1
 * @param learningRate above 0
 * @param seed decides the initial weights, the order of the images and dropout
 */
public record TrainingSettings(
    int epochs,
    int batch,
    double learningRate,
    Optimizer optimizer,
    Initialisation initialisation,
    long seed) {
  public TrainingSettings {
    if (epochs < 1 || batch < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException("epochs, batch and learning rate must be positive");
    }
  }
}
