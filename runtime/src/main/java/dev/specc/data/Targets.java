package dev.specc.data;

import ai.djl.ndarray.NDArray;

/** What a net is to say of each example of a batch. */
public sealed interface Targets {
  /** int64 [B]: the class of each, or the one with the largest share. Accuracy counts it. */
  NDArray labels();

  /** One class for each example. */
  record Classes(NDArray labels) implements Targets {}

  /**
   * Shares of several classes, where images were mixed.
   *
   * @param shares float32 [B, classes]; each row sums to 1
   */
  record Shares(NDArray shares, NDArray labels) implements Targets {}

  /**
   * What another net says beside what the labels say.
   *
   * @param given of the labels
   * @param teacher its logits, float32 [B, classes]
   */
  record Taught(Targets given, NDArray teacher) implements Targets {
    @Override
    public NDArray labels() {
      return given.labels();
    }
  }
}
