package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.op.Shape;
import dev.specc.train.TorchEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both readers do, and what only the one with threads does. */
class ImageReaderTest {
  enum Kind {
    RESIDENT,
    STREAMED;

    ImageReader open(NDManager manager, ImageSet images) {
      return switch (this) {
        case RESIDENT -> new ResidentImages(manager, images);
        case STREAMED -> new StreamedImages(manager, images);
      };
    }
  }

  private final NDManager manager = TorchEngine.get().newBaseManager();
  private final ImageSet images = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28)).testedOn();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void givesEveryImageInTheOrderAsked(Kind kind) {
    int[] order = ImageOrder.shuffled(images.count(), 3, 1);
    List<PixelBatch> batches = read(kind, order, 96);
    assertEquals(11, batches.size());
    assertEquals("(40, 1, 28, 28)", batches.getLast().pixels().getShape().toString());
    for (int i = 0; i < order.length; i++) {
      PixelBatch batch = batches.get(i / 96);
      assertEquals(images.label(order[i]), batch.labels().getLong(i % 96));
    }
    // Compared at the end: a buffer that is used again too early would show.
    for (int b = 0; b < batches.size(); b++) {
      assertArrayEquals(
          pixels(order, b * 96, Math.min(1000, b * 96 + 96)), bytes(batches.get(b).pixels()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesAnImageAsOftenAsAsked(Kind kind) {
    PixelBatch batch = read(kind, new int[] {7, 500, 7}, 8).getFirst();
    assertEquals(3, batch.size());
    assertArrayEquals(pixels(new int[] {7, 500, 7}, 0, 3), bytes(batch.pixels()));
  }

  @ParameterizedTest
  @EnumSource
  void endsWhereTheOrderEnds(Kind kind) {
    try (ImageReader reader = kind.open(manager, images);
        Batches none = reader.batches(new int[0], 4);
        Batches one = reader.batches(new int[] {1}, 4)) {
      assertFalse(none.hasNext());
      assertThrows(NoSuchElementException.class, () -> none.next(manager));
      assertTrue(one.hasNext());
      one.next(manager);
      assertFalse(one.hasNext());
      assertThrows(NoSuchElementException.class, () -> one.next(manager));
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalPassesAtOnce(Kind kind) {
    try (ImageReader reader = kind.open(manager, images);
        Batches first = reader.batches(new int[] {1, 2, 3, 4}, 2);
        Batches second = reader.batches(new int[] {5, 6, 7, 8}, 2)) {
      PixelBatch a = first.next(manager);
      PixelBatch b = second.next(manager);
      assertArrayEquals(pixels(new int[] {1, 2}, 0, 2), bytes(a.pixels()));
      assertArrayEquals(pixels(new int[] {5, 6}, 0, 2), bytes(b.pixels()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchOutlivesItsReader(Kind kind) {
    PixelBatch batch = read(kind, new int[] {3}, 1).getFirst();
    assertArrayEquals(pixels(new int[] {3}, 0, 1), bytes(batch.pixels()));
  }

  @Test
  void aSmallSetIsHeldOnTheDevice() {
    try (ImageReader reader = images.open(manager);
        Batches batches = reader.batches(new int[] {1}, 1)) {
      assertInstanceOf(ResidentImages.class, reader);
      assertEquals(0, batches.secondsWaited());
    }
  }

  @Test
  void readsAheadButNotWithoutBound() {
    Counted counted = new Counted(images, -1);
    int[] order = new int[100_000];
    try (StreamedImages reader = new StreamedImages(manager, counted);
        Batches batches = reader.batches(order, 10)) {
      batches.next(manager);
      // 16 batches are asked for at first, and one for each that is taken.
      counted.await(170);
      assertEquals(170, counted.reads.get());
    }
  }

  @Test
  void stopsWhereItIsClosed() throws InterruptedException {
    Counted counted = new Counted(images, -1);
    try (StreamedImages reader = new StreamedImages(manager, counted)) {
      reader.batches(new int[100_000], 1000).close();
    }
    int read = counted.reads.get();
    assertTrue(read <= 16_000, "read " + read);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("specc-decoder-")) {
        thread.join();
      }
    }
  }

  /** Two images of a batch fail: the first of the order is named, whichever thread was first. */
  @Test
  void anImageThatCannotBeReadIsNamedWhenItsTurnComes() {
    Counted counted = new Counted(images, 500);
    int[] order = ImageOrder.ofFiles(1000);
    try (StreamedImages reader = new StreamedImages(manager, counted);
        Batches batches = reader.batches(order, 100)) {
      for (int i = 0; i < 5; i++) {
        batches.next(manager);
      }
      DataException e = assertThrows(DataException.class, () -> batches.next(manager));
      assertEquals("image 500 is broken", e.getMessage());
    }
    DataException e = assertThrows(DataException.class, () -> new ResidentImages(manager, counted));
    assertEquals("image 500 is broken", e.getMessage());
  }

  @Test
  void theOrderIsDecidedBySeedAndEpoch() {
    int[] order = ImageOrder.shuffled(1000, 5, 1);
    assertArrayEquals(order, ImageOrder.shuffled(1000, 5, 1));
    assertFalse(Arrays.equals(order, ImageOrder.shuffled(1000, 5, 2)));
    assertFalse(Arrays.equals(order, ImageOrder.shuffled(1000, 6, 1)));
    Arrays.sort(order);
    assertArrayEquals(ImageOrder.ofFiles(1000), order);
  }

  private List<PixelBatch> read(Kind kind, int[] order, int batch) {
    List<PixelBatch> read = new ArrayList<>();
    try (ImageReader reader = kind.open(manager, images);
        Batches batches = reader.batches(order, batch)) {
      while (batches.hasNext()) {
        read.add(batches.next(manager));
      }
    }
    return read;
  }

  private byte[] pixels(int[] order, int from, int to) {
    ByteBuffer pixels = ByteBuffer.allocate((to - from) * 784);
    for (int i = from; i < to; i++) {
      images.read(order[i], pixels);
    }
    return pixels.array();
  }

  private static byte[] bytes(NDArray array) {
    ByteBuffer buffer = array.toByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Counts reads; every image from one on is broken. */
  private static final class Counted extends ForwardedImages {
    private final AtomicInteger reads = new AtomicInteger();
    private final int brokenFrom;

    Counted(ImageSet images, int brokenFrom) {
      super(images);
      this.brokenFrom = brokenFrom;
    }

    @Override
    public void read(int index, ByteBuffer to) {
      if (brokenFrom >= 0 && index >= brokenFrom) {
        throw new DataException("image " + index + " is broken");
      }
      super.read(index, to);
      reads.incrementAndGet();
    }

    void await(int count) {
      while (reads.get() < count) {
        Thread.onSpinWait();
      }
    }
  }
}
