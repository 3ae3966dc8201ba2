package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/** An augmentation that changes each image by itself. */
interface ImageTransform {
  /** Draws for each image of a batch, in their order, and keeps what the device will need. */
  Drawn draw(RandomGenerator random, BatchShape shape, Draws draws);

  /** What was drawn for one batch. */
  interface Drawn {
    /**
     * The changed images.
     *
     * @param images float32 [B, C, H, W]
     */
    NDArray apply(NDArray images, Draws.OnDevice numbers);
  }
}
