package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/** An augmentation that mixes images, and their labels in the same proportion. */
interface MixTransform {
  /** Draws for a batch: first the partners, then for each image in order. */
  Drawn draw(RandomGenerator random, BatchShape shape, Draws draws);

  /**
   * Images and what is to be said of them.
   *
   * @param images float32 [B, C, H, W]
   * @param shares float32 [B, classes]; each row sums to 1
   */
  record Labelled(NDArray images, NDArray shares) {}

  /** What was drawn for one batch. */
  interface Drawn {
    Labelled apply(Labelled batch, Draws.OnDevice numbers);
  }
}
