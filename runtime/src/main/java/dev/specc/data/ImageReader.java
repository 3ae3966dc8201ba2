package dev.specc.data;

/**
 * Reads the images of one {@link ImageSet} in batches. Whoever opened it closes it, after the
 * batches that it gave.
 */
public interface ImageReader extends AutoCloseable {
  /** What is read. */
  ImageSet images();

  /**
   * Some images in the order given: as many batches as it takes, of which the last may be smaller.
   * Reading ahead begins with this call, so that the next epoch can begin to be decoded while
   * something else runs. To go on in mid-epoch, pass the rest of the order.
   *
   * @param order places in the set, each any number of times
   * @param batch at least 1
   */
  Batches batches(int[] order, int batch);

  /** Frees memory and ends threads; an image that is being decoded is waited for. */
  @Override
  void close();
}
