package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.InputFit;
import dev.specc.data.PixelBatch;

/** Makes batches of pixels into what a net takes, from 0 to 1. */
final class BatchFit {
  private final InputFit fit;
  private final NDArray white;

  /** For as long as the manager lives. */
  BatchFit(NDManager manager, InputFit fit) {
    this.fit = fit;
    this.white = manager.create(255f);
  }

  Batch of(PixelBatch pixels) {
    return new Batch(fit.fit(pixels.scaled(white)), pixels.labels());
  }
}
