package dev.specc.data;

import ai.djl.ndarray.NDManager;

/** The batches of one pass over some images, from one thread. They may be closed half-way. */
public interface Batches extends AutoCloseable {
  boolean hasNext();

  /**
   * The next batch: the same images in the same order whatever the threads that decode do.
   *
   * @param step the manager that the arrays belong to; on the reader's device
   * @throws DataException naming the image, where one cannot be read
   * @throws java.util.NoSuchElementException where there is none left
   */
  PixelBatch next(NDManager step);

  /** For how long {@link #next} waited for images to be decoded, all calls together. */
  double secondsWaited();

  @Override
  void close();
}
