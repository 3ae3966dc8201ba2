package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.Batch;
import dev.specc.data.Targets;
import dev.specc.train.TorchEngine;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The picture shows each image before and after, over its label. */
class BatchPictureTest {
  private static final List<String> CLASSES = List.of("coat", "bag", "ankle boot");

  private final NDManager manager = TorchEngine.get().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray flat(int batch, float... colour) {
    Images images = Images.empty(batch, colour.length, 32, 32);
    return images.fill((i, c, y, x) -> colour[c]).array(manager);
  }

  private BufferedImage draw(NDArray before, NDArray after, int batch) {
    Batch labelled = new Batch(after, manager.create(new long[batch]));
    return BatchPicture.draw("title", before, after, labelled, CLASSES);
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }

  @Test
  void showsBothImagesInTheirColours() {
    BufferedImage picture = draw(flat(3, 1, 0, 0), flat(3, 0, 0.2f, 1), 3);
    assertTrue(colours(picture).containsAll(Set.of(0xff0000, 0x0033ff)));
    BufferedImage grey = draw(flat(3, 0), flat(3, 0.4f), 3);
    assertTrue(colours(grey).containsAll(Set.of(0x000000, 0x666666)));
  }

  @Test
  void theFirstImageOfAPairIsTheOneBefore() {
    BufferedImage picture = draw(flat(1, 1, 0, 0), flat(1, 0, 0, 1), 1);
    int red = 0;
    while ((picture.getRGB(red, 220) & 0xffffff) != 0xff0000) {
      red++;
    }
    int blue = red;
    while ((picture.getRGB(blue, 220) & 0xffffff) != 0x0000ff) {
      blue++;
    }
    // 32 pixels three times as large, drawn at twice the size, and a gap.
    assertEquals(200, blue - red, 2);
  }

  @Test
  void valuesBeyondTheScaleAreCutOff() {
    BufferedImage picture = draw(flat(1, -0.5f), flat(1, 1.5f), 1);
    assertTrue(colours(picture).containsAll(Set.of(0x000000, 0xffffff)));
  }

  @Test
  void growsByRows() {
    int one = draw(flat(5, 1), flat(5, 0), 5).getHeight();
    int two = draw(flat(6, 1), flat(6, 0), 6).getHeight();
    assertEquals(one, draw(flat(1, 1), flat(1, 0), 1).getHeight());
    assertTrue(two > one);
    NDArray large = manager.ones(new Shape(1, 3, 300, 400));
    assertEquals(2480, draw(large, large, 1).getWidth());
  }

  @Test
  void sharesAreNamedFromTheLargest() {
    float[] shares = {0.3f, 0.7f, 0, 1, 0, 0, 0.25f, 0.004f, 0.746f};
    assertEquals(
        List.of("bag 0.7 / coat 0.3", "coat", "ankle boot 0.75 / coat 0.25"),
        ShareText.ofShares(shares, CLASSES));
    assertEquals(List.of("bag", "coat"), ShareText.ofClasses(new long[] {1, 0}, CLASSES));
  }

  @Test
  void longLabelsBreakBetweenClasses() {
    assertEquals(
        List.of("a 0.4 / b 0.3", "c 0.3"),
        ShareText.lines("a 0.4 / b 0.3 / c 0.3", t -> t.length() < 15));
    assertEquals(
        List.of("a 0.4", "b 0.3 / ..."),
        ShareText.lines("a 0.4 / b 0.3 / c 0.3", t -> t.length() < 9));
    assertEquals(List.of("t-shirt/top"), ShareText.lines("t-shirt/top", t -> false));
  }

  @Test
  void mixedLabelsAreDrawn() {
    NDArray images = flat(1, 0.5f);
    NDArray shares = manager.create(new float[] {0.3f, 0.7f, 0}, new Shape(1, 3));
    Targets mixed = new Targets.Shares(shares, manager.create(new long[] {1}));
    BufferedImage two =
        BatchPicture.draw("title", images, images, new Batch(images, mixed), CLASSES);
    BufferedImage one = draw(images, images, 1);
    int different = 0;
    for (int x = 0; x < one.getWidth(); x++) {
      for (int y = 0; y < one.getHeight(); y++) {
        different += one.getRGB(x, y) == two.getRGB(x, y) ? 0 : 1;
      }
    }
    assertTrue(different > 100, "pixels: " + different);
  }
}
