package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A net with its weights, which says of images what they are. */
public interface Classifier {
  /**
   * The first output, [B, classes], as in inference. It belongs to the images' manager.
   *
   * @param images float32 of the net's input shape with the batch in front
   */
  NDArray predict(NDArray images);

  /** The manager whose device the net is on. */
  NDManager manager();
}
