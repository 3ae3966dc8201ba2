package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Images that are read from their files each time, on threads, some batches ahead of the step. Host
 * memory for the batches ahead is bounded by {@link #MOST_AHEAD_BYTES}, or by two batches where
 * that is more.
 */
final class StreamedImages implements ImageReader {
  /** Pixels that wait to be taken. */
  static final long MOST_AHEAD_BYTES = 128L << 20;

  private static final int MOST_AHEAD = 16;

  /** Images that a thread reads in one go: enough that handing them out costs nothing. */
  private static final int IMAGES_AT_ONCE = 8;

  private final ImageSet images;
  private final boolean shared;
  private final ExecutorService threads;

  /** With a thread for each core. */
  StreamedImages(NDManager manager, ImageSet images) {
    this.images = images;
    this.shared = !manager.getDevice().isGpu();
    this.threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("specc-decoder-", 0).factory());
  }

  @Override
  public ImageSet images() {
    return images;
  }

  @Override
  public Batches batches(int[] order, int batch) {
    return new Ahead(order, batch);
  }

  /** No thread is interrupted: that would close the files that others read from. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Ahead implements Batches {
    private final int[] order;
    private final int batch;
    private final Deque<DecodedBatch> ahead = new ArrayDeque<>();
    private int asked;
    private int taken;
    private long nanosWaited;

    Ahead(int[] order, int batch) {
      this.order = order.clone();
      this.batch = Math.min(batch, Math.max(1, order.length));
      long bytes = Math.multiplyExact((long) this.batch, images.imageBytes());
      if (bytes > Integer.MAX_VALUE - 8) {
        throw new DataException(
            "a batch of %,d images of %dx%d pixels takes more than 2 GiB: use smaller batches"
                .formatted(batch, images.height(), images.width()));
      }
      int depth = Math.clamp(MOST_AHEAD_BYTES / bytes, 2, MOST_AHEAD);
      for (int i = 0; i < depth && asked < order.length; i++) {
        ask(ByteBuffer.allocateDirect((int) bytes));
      }
    }

    private void ask(ByteBuffer pixels) {
      int to = Math.min(asked + batch, order.length);
      int[] chosen = Arrays.copyOfRange(order, asked, to);
      ahead.add(DecodedBatch.start(images, chosen, pixels, IMAGES_AT_ONCE, threads));
      asked = to;
    }

    @Override
    public boolean hasNext() {
      return taken < order.length;
    }

    @Override
    public PixelBatch next(NDManager step) {
      DecodedBatch decoded = ahead.poll();
      if (decoded == null) {
        throw new NoSuchElementException("the pass is over");
      }
      long start = System.nanoTime();
      ByteBuffer pixels = decoded.await();
      nanosWaited += System.nanoTime() - start;
      PixelBatch copied = copy(step, pixels, decoded.order());
      taken += decoded.order().length;
      if (asked < order.length) {
        ask(pixels.clear());
      }
      return copied;
    }

    private PixelBatch copy(NDManager step, ByteBuffer pixels, int[] places) {
      Shape shape = new Shape(places.length, images.channels(), images.height(), images.width());
      long[] labels = Arrays.stream(places).mapToLong(images::label).toArray();
      NDArray array = step.create(pixels, shape, DataType.UINT8);
      if (!shared) {
        return new PixelBatch(array, step.create(labels));
      }
      // On the CPU the array is the buffer itself, which the next batch will be decoded into.
      try (NDArray view = array) {
        return new PixelBatch(view.duplicate(), step.create(labels));
      }
    }

    @Override
    public double secondsWaited() {
      return nanosWaited / 1e9;
    }

    @Override
    public void close() {
      ahead.forEach(DecodedBatch::cancel);
      ahead.clear();
      taken = order.length;
    }
  }
}
