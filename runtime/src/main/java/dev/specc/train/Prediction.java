package dev.specc.train;

/**
 * What a net said of one image.
 *
 * @param index of the image in its set
 * @param label its class
 * @param said the class with the largest output
 * @param probability of that class, by the softmax of the outputs
 * @param labelProbability of its own class
 */
public record Prediction(
    int index, int label, int said, double probability, double labelProbability) {
  public boolean isRight() {
    return label == said;
  }
}
