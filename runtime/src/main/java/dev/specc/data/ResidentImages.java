package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Images held on the device as one uint8 array [N, C, H, W], so that a batch is one indexed copy
 * there and nothing is ever waited for.
 */
public final class ResidentImages implements ImageReader {
  /** Larger sets are not held: 2 GiB, and at most a quarter of the machine's memory. */
  public static final long MOST_BYTES = Math.min(2L << 30, machineBytes() / 4);

  private static final int BYTES_AT_ONCE = 16 << 20;

  private final ImageSet images;
  private final NDManager manager;
  private final NDArray pixels;
  private final NDArray labels;

  /**
   * Reads all images, on threads, and copies them to the manager's device.
   *
   * @throws DataException naming the first image that cannot be read
   */
  public ResidentImages(NDManager parent, ImageSet images) {
    this.images = images;
    this.manager = parent.newSubManager();
    try {
      Shape shape = new Shape(images.count(), images.channels(), images.height(), images.width());
      this.pixels = manager.zeros(shape, DataType.UINT8);
      this.labels = manager.zeros(new Shape(images.count()), DataType.INT64);
      fill();
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  static boolean fits(ImageSet images) {
    return images.bytes() <= MOST_BYTES;
  }

  private void fill() {
    int batch = Math.clamp(BYTES_AT_ONCE / images.imageBytes(), 1, images.count());
    try (StreamedImages stream = new StreamedImages(manager, images);
        Batches batches = stream.batches(ImageOrder.ofFiles(images.count()), batch)) {
      for (long from = 0; batches.hasNext(); from += batch) {
        try (NDManager step = manager.newSubManager()) {
          PixelBatch read = batches.next(step);
          NDIndex place = new NDIndex().addSliceDim(from, from + read.size());
          pixels.set(place, read.pixels());
          labels.set(place, read.labels());
        }
      }
    }
  }

  @Override
  public ImageSet images() {
    return images;
  }

  @Override
  public Batches batches(int[] order, int batch) {
    return new Gathered(order, batch);
  }

  @Override
  public void close() {
    manager.close();
  }

  private final class Gathered implements Batches {
    private final NDManager pass = manager.newSubManager();
    private final NDArray rows = pixels.reshape(pixels.getShape().get(0), -1);
    private final Iterator<NDArray> places;
    private final Iterator<NDArray> classes;

    Gathered(int[] order, int batch) {
      rows.attach(pass);
      NDArray all = pass.create(Arrays.stream(order).asLongStream().toArray());
      this.places = Parts.of(all, batch).iterator();
      this.classes = Parts.of(labels.get(pass, new NDIndex("{}", all)), batch).iterator();
    }

    @Override
    public boolean hasNext() {
      return places.hasNext();
    }

    @Override
    public PixelBatch next(NDManager step) {
      NDArray chosen = places.next();
      NDArray labels = classes.next();
      labels.attach(step);
      // Rows of a table: whole images are copied, where an index would copy byte by byte.
      NDArray copied = JniUtils.embedding((PtNDArray) chosen, (PtNDArray) rows, false);
      copied.attach(step);
      return new PixelBatch(
          copied.reshape(new Shape(labels.size()).addAll(pixels.getShape().slice(1))), labels);
    }

    @Override
    public double secondsWaited() {
      return 0;
    }

    @Override
    public void close() {
      pass.close();
    }
  }

  private static long machineBytes() {
    var machine =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return machine.getTotalMemorySize();
  }
}
