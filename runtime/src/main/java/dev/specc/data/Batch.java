package dev.specc.data;

import ai.djl.ndarray.NDArray;

/**
 * What one step takes.
 *
 * @param images float32 in [0, 1], of the net's input shape with the batch in front: [B, C, H, W]
 * @param labels int64 [B], each a class
 */
public record Batch(NDArray images, NDArray labels) {
  /** How many examples. */
  public int size() {
    return (int) labels.getShape().get(0);
  }
}
