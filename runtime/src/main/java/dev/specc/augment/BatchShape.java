package dev.specc.augment;

import ai.djl.ndarray.types.Shape;

/** The dims of a batch of images [B, C, H, W]. */
record BatchShape(int batch, int channels, int height, int width) {
  static BatchShape of(Shape shape) {
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException("images are [B, C, H, W], not " + shape);
    }
    return new BatchShape(
        (int) shape.get(0), (int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
  }

  /** Pixels of one channel. */
  int area() {
    return height * width;
  }
}
