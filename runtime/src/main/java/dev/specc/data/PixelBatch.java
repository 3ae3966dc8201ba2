package dev.specc.data;

import ai.djl.ndarray.NDArray;

/**
 * Some images as their files have them.
 *
 * @param pixels uint8 [B, C, H, W]; C is 1 for grey, 3 for red, green and blue
 * @param labels int64 [B], each a class
 */
public record PixelBatch(NDArray pixels, NDArray labels) {
  /** How many images. */
  public int size() {
    return (int) labels.getShape().get(0);
  }
}
