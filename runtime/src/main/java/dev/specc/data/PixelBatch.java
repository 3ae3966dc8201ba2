package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

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

  /**
   * The images as float32 in [0, 1], [B, C, H, W], as torchvision's ToTensor.
   *
   * @param white the float32 scalar 255, on the same device: a Java number would be copied to it
   *     each time, and waited for
   */
  public NDArray scaled(NDArray white) {
    return pixels.toType(DataType.FLOAT32, false).div(white);
  }
}
