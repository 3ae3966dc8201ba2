package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Images held on the device as one uint8 array, so that a batch is one indexed copy there. They are
 * scaled and resized batch by batch.
 */
public final class ResidentImages implements AutoCloseable {
  private final NDManager manager;
  private final InputFit fit;
  private final NDArray pixels;
  private final NDArray labels;
  private final NDArray white;
  private final int count;

  /** Copies the images to the device of the manager, which they outlive only if it does. */
  public ResidentImages(NDManager parent, LabelledImages images, InputFit fit) {
    this.manager = parent.newSubManager();
    this.fit = fit;
    this.count = images.count();
    Shape shape = new Shape(count, images.height(), images.width());
    this.pixels = manager.create(direct(images.pixels()), shape, DataType.UINT8);
    this.labels = manager.create(labels(images));
    this.white = manager.create(255f);
  }

  public int count() {
    return count;
  }

  /**
   * A random order of all images, int64 [count]: the same for the same seed and epoch.
   *
   * @param step the manager that the order belongs to
   */
  public NDArray order(NDManager step, long seed, int epoch) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + epoch);
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return step.create(order);
  }

  /** The images {@code from} (included) to {@code to} (excluded) of an order. */
  public Batch batch(NDManager step, NDArray order, int from, int to) {
    NDIndex chosen = new NDIndex("{}", order.get(step, new NDIndex().addSliceDim(from, to)));
    return new Batch(fit.fit(pixels.get(step, chosen), white), labels.get(step, chosen));
  }

  /** The images {@code from} (included) to {@code to} (excluded) as the file has them. */
  public Batch batch(NDManager step, int from, int to) {
    NDIndex range = new NDIndex().addSliceDim(from, to);
    return new Batch(fit.fit(pixels.get(step, range), white), labels.get(step, range));
  }

  @Override
  public void close() {
    manager.close();
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  private static long[] labels(LabelledImages images) {
    long[] labels = new long[images.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.label(i);
    }
    return labels;
  }
}
