package dev.specc.data;

import ai.djl.ndarray.NDArray;

/**
 * What one step takes.
 *
 * @param images float32 of the net's input shape with the batch in front: [B, C, H, W] or [B, F]
 */
public record Batch(NDArray images, Targets targets) {
  /** Of one class each. */
  public Batch(NDArray images, NDArray labels) {
    this(images, new Targets.Classes(labels));
  }

  /** int64 [B], each a class. */
  public NDArray labels() {
    return targets.labels();
  }

  /** How many examples. */
  public int size() {
    return (int) labels().getShape().get(0);
  }
}
