package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.train.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputFitTest {
  private final NDManager manager = TorchEngine.get().newBaseManager();
  private final NDArray grey = manager.randomUniform(0, 1, new Shape(2, 1, 28, 28));
  private final NDArray colour = manager.randomUniform(0, 1, new Shape(2, 3, 28, 28));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void leavesWhatFits() {
    assertEquals(colour, fit(colour, 3, 28, 28));
  }

  @Test
  void resizesForANetThatTakesAnotherSize() {
    NDArray large = fit(colour, 3, 224, 112);
    assertEquals("(2, 3, 224, 112)", large.getShape().toString());
    assertEquals(colour.mean().getFloat(), large.mean().getFloat(), 5e-3);
  }

  @Test
  void resizesBilinearly() {
    // Twice the width: each new pixel lies a quarter of the way between two old ones.
    float[] old = grey.toFloatArray();
    float[] wide = fit(grey, 1, 28, 56).toFloatArray();
    int row = 14;
    for (int x = 1; x < 27; x++) {
      float left = 0.25f * old[row * 28 + x - 1] + 0.75f * old[row * 28 + x];
      assertEquals(left, wide[row * 56 + 2 * x], 1e-5);
    }
  }

  /** Half the size: a triangle of four old pixels to a new one, not two of them. */
  @Test
  void makesSmallerWithoutAliasing() {
    float[] stripes = new float[784];
    for (int i = 0; i < stripes.length; i += 2) {
      stripes[i] = 1;
    }
    NDArray small = fit(manager.create(stripes, new Shape(1, 1, 28, 28)), 1, 28, 14);
    float[] inner = small.get(":, :, 5, 2:12").toFloatArray();
    float[] even = new float[10];
    java.util.Arrays.fill(even, 0.5f);
    assertArrayEquals(even, inner, 1e-5f);
  }

  @Test
  void repeatsTheChannelForANetOfColourImages() {
    NDArray batch = fit(grey, 3, 28, 28);
    assertEquals("(2, 3, 28, 28)", batch.getShape().toString());
    assertEquals(batch.get(":, 0"), batch.get(":, 2"));
    assertEquals(grey, batch.get(":, 0:1"));
  }

  @Test
  void takesTheLumaForANetOfGreyImages() {
    NDArray one = manager.create(new float[] {1, 0, 0, 1, 0.5f, 0.25f}, new Shape(2, 3, 1, 1));
    NDArray luma = new InputFit(3, 1, 1, dev.specc.op.Shape.of(1, 1, 1)).fit(one);
    assertArrayEquals(new float[] {0.299f, 0.299f + 0.2935f + 0.0285f}, luma.toFloatArray(), 1e-6f);
  }

  @Test
  void flattensForANetOfVectors() {
    NDArray flat = new InputFit(3, 28, 28, dev.specc.op.Shape.of(2352)).fit(colour);
    assertEquals("(2, 2352)", flat.getShape().toString());
  }

  @Test
  void refusesANetThatTakesNoImages() {
    assertEquals(
        "the net takes [100], and grey images of 28x28 can be made into [1, H, W], [3, H, W] or"
            + " [784]",
        assertThrows(DataException.class, () -> new InputFit(1, 28, 28, dev.specc.op.Shape.of(100)))
            .getMessage());
  }

  private static NDArray fit(NDArray images, long channels, long height, long width) {
    return new InputFit(
            (int) images.getShape().get(1), 28, 28, dev.specc.op.Shape.of(channels, height, width))
        .fit(images);
  }
}
