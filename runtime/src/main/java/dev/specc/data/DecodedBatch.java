package dev.specc.data;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A batch that threads decode into one buffer, each image at its own place. */
final class DecodedBatch {
  private final ImageSet images;
  private final int[] order;
  private final ByteBuffer pixels;
  private final CountDownLatch left;
  private volatile boolean cancelled;

  /** The failure at the first place of the order, so that it does not depend on the threads. */
  private @Nullable RuntimeException failure;

  private int failed = Integer.MAX_VALUE;

  private DecodedBatch(ImageSet images, int[] order, ByteBuffer pixels, int parts) {
    this.images = images;
    this.order = order;
    this.pixels = pixels;
    this.left = new CountDownLatch(parts);
  }

  /**
   * Has a batch decoded.
   *
   * @param pixels at least as large as the batch; nobody else may use it until {@link #await}
   * @param atOnce images in one task
   */
  static DecodedBatch start(
      ImageSet images, int[] order, ByteBuffer pixels, int atOnce, Executor threads) {
    DecodedBatch batch =
        new DecodedBatch(images, order, pixels, Math.ceilDiv(order.length, atOnce));
    for (int from = 0; from < order.length; from += atOnce) {
      int first = from;
      int last = Math.min(from + atOnce, order.length);
      threads.execute(() -> batch.decode(first, last));
    }
    return batch;
  }

  private void decode(int from, int to) {
    int size = images.imageBytes();
    int at = from;
    try {
      for (; at < to && !cancelled; at++) {
        images.read(order[at], pixels.slice(at * size, size));
      }
    } catch (RuntimeException e) {
      fail(at, e);
    } catch (OutOfMemoryError e) {
      fail(at, new DataException(images.name(order[at]) + ": no memory is left to decode it", e));
    } finally {
      left.countDown();
    }
  }

  private synchronized void fail(int at, RuntimeException e) {
    if (at < failed) {
      failed = at;
      failure = e;
    }
  }

  int[] order() {
    return order;
  }

  /**
   * Waits until every image is there.
   *
   * @return the pixels, [B, C, H, W], as the whole of the buffer that was given
   * @throws DataException for the first image of the batch that cannot be read
   */
  ByteBuffer await() {
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted while images were read", e);
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
    return pixels.position(0).limit(order.length * images.imageBytes());
  }

  /** Images that are not begun are left out. */
  void cancel() {
    cancelled = true;
  }
}
