package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.augment.Augmenter;
import dev.specc.data.Batch;
import dev.specc.data.Batches;
import dev.specc.data.ImageReader;
import dev.specc.data.InputFit;
import dev.specc.data.Parts;
import dev.specc.data.PixelBatch;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * The batches that a net learns from, of images in an order. They may be closed half-way.
 *
 * <p>Where chance has no part in them, small ones are made several at a time: a call of libtorch
 * costs more than the pixels of 32 small images do, and next to a small net's step that shows.
 */
final class TrainingBatches implements AutoCloseable {
  /** Numbers: 4 MiB of float32. */
  private static final long ELEMENTS_AT_ONCE = 1 << 20;

  private final Augmenter augmenter;
  private final InputFit fit;
  private final int batch;
  private final Batches images;
  private final NDManager parent;
  private final Queue<Batch> made = new ArrayDeque<>();
  private NDManager making;

  /**
   * @param order of the images, each by its place in the set
   * @param batch images in a step; the last has what is left
   * @param parent on the device of the images
   */
  TrainingBatches(
      ImageReader reader,
      int[] order,
      int batch,
      Augmenter augmenter,
      InputFit fit,
      NDManager parent) {
    this.augmenter = augmenter;
    this.fit = fit;
    this.batch = batch;
    this.parent = parent;
    this.making = parent.newSubManager();
    long elements = (long) batch * reader.images().imageBytes();
    long atOnce = augmenter.isPlain() ? Math.max(1, ELEMENTS_AT_ONCE / elements) : 1;
    this.images = reader.batches(order, Math.toIntExact(batch * atOnce));
  }

  boolean hasNext() {
    return !made.isEmpty() || images.hasNext();
  }

  /**
   * What the net learns from in the next step.
   *
   * @param step the manager that it belongs to
   * @param random of this step alone
   * @throws dev.specc.data.DataException naming the image, where one cannot be read
   */
  Batch next(NDManager step, RandomGenerator random) {
    if (!augmenter.isPlain()) {
      Batch augmented = augmenter.train(images.next(step), random);
      return new Batch(fit.fit(augmented.images()), augmented.targets());
    }
    if (made.isEmpty()) {
      makeSeveral();
    }
    Batch next = made.remove();
    next.images().attach(step);
    next.labels().attach(step);
    return next;
  }

  private void makeSeveral() {
    making.close();
    making = parent.newSubManager();
    PixelBatch pixels = images.next(making);
    NDArray inputs = fit.fit(augmenter.plain(pixels.pixels()));
    NDList inputsOfEach = Parts.of(inputs, batch);
    NDList labelsOfEach = Parts.of(pixels.labels(), batch);
    for (int i = 0; i < inputsOfEach.size(); i++) {
      made.add(new Batch(inputsOfEach.get(i), labelsOfEach.get(i)));
    }
  }

  /** For how long {@link #next} waited for images to be decoded, all calls together. */
  double secondsWaited() {
    return images.secondsWaited();
  }

  @Override
  public void close() {
    images.close();
    making.close();
  }
}
