package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.op.Shape;
import dev.specc.train.TorchEngine;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResidentImagesTest {
  private final NDManager manager = TorchEngine.get().newBaseManager();
  private final LabelledImages images = Datasets.open(Datasets.SUBSET).test();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void scalesPixelsToZeroToOne() {
    Batch batch = feed(Shape.of(1, 28, 28)).batch(manager, 3, 5);
    assertEquals("(2, 1, 28, 28)", batch.images().getShape().toString());
    float[] expected = new float[2 * 784];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (images.pixels().get(3 * 784 + i) & 0xff) / 255f;
    }
    assertArrayEquals(expected, batch.images().toFloatArray());
    assertArrayEquals(new long[] {images.label(3), images.label(4)}, batch.labels().toLongArray());
  }

  @Test
  void gathersABatchInTheOrderGiven() {
    ResidentImages feed = feed(Shape.of(1, 28, 28));
    NDArray order = manager.create(new long[] {9, 7, 500, 7});
    Batch batch = feed.batch(manager, order, 1, 4);
    assertEquals(3, batch.size());
    assertArrayEquals(
        new long[] {images.label(7), images.label(500), images.label(7)},
        batch.labels().toLongArray());
    assertEquals(
        feed.batch(manager, 500, 501).images(), batch.images().get("1:2"), "the image moves along");
  }

  @Test
  void shufflesAllImagesByTheSeed() {
    ResidentImages feed = feed(Shape.of(1, 28, 28));
    long[] order = feed.order(manager, 5, 1).toLongArray();
    assertArrayEquals(order, feed.order(manager, 5, 1).toLongArray());
    assertFalse(Arrays.equals(order, feed.order(manager, 5, 2).toLongArray()));
    assertFalse(Arrays.equals(order, feed.order(manager, 6, 1).toLongArray()));
    Arrays.sort(order);
    assertArrayEquals(java.util.stream.LongStream.range(0, 1000).toArray(), order);
  }

  @Test
  void resizesForANetThatTakesAnotherSize() {
    Batch batch = feed(Shape.of(1, 224, 112)).batch(manager, 0, 2);
    assertEquals("(2, 1, 224, 112)", batch.images().getShape().toString());
    float original = feed(Shape.of(1, 28, 28)).batch(manager, 0, 2).images().mean().getFloat();
    assertEquals(original, batch.images().mean().getFloat(), 1e-3);
  }

  @Test
  void resizesBilinearly() {
    // Twice the width: each new pixel lies a quarter of the way between two old ones.
    float[] old = feed(Shape.of(1, 28, 28)).batch(manager, 0, 1).images().toFloatArray();
    float[] wide = feed(Shape.of(1, 28, 56)).batch(manager, 0, 1).images().toFloatArray();
    int row = 14;
    for (int x = 1; x < 27; x++) {
      float left = 0.25f * old[row * 28 + x - 1] + 0.75f * old[row * 28 + x];
      assertEquals(left, wide[row * 56 + 2 * x], 1e-5);
    }
  }

  @Test
  void repeatsTheChannelForANetOfColourImages() {
    NDArray batch = feed(Shape.of(3, 28, 28)).batch(manager, 0, 2).images();
    assertEquals("(2, 3, 28, 28)", batch.getShape().toString());
    assertEquals(batch.get(":, 0"), batch.get(":, 2"));
    assertEquals(feed(Shape.of(1, 28, 28)).batch(manager, 0, 2).images(), batch.get(":, 0:1"));
  }

  @Test
  void flattensForANetOfVectors() {
    assertEquals(
        "(2, 784)", feed(Shape.of(784)).batch(manager, 0, 2).images().getShape().toString());
  }

  @Test
  void refusesANetThatTakesNoImages() {
    assertEquals(
        "the net takes [100], and grey images of 28x28 can be made into [1, H, W], [3, H, W] or"
            + " [784]",
        assertThrows(DataException.class, () -> feed(Shape.of(100))).getMessage());
  }

  private ResidentImages feed(Shape input) {
    return new ResidentImages(
        manager, images, new InputFit(images.height(), images.width(), input));
  }
}
