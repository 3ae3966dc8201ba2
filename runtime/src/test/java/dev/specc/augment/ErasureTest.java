package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.recipe.Augmentation.Cutout;
import dev.specc.recipe.Augmentation.RandomErasing;
import dev.specc.recipe.DataChoice.Normalisation;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cutout and random erasing set a box to the mean. */
class ErasureTest {
  private static final int BATCH = 50;
  private static final int HEIGHT = 11;
  private static final int WIDTH = 8;

  private static Images images(int channels) {
    return Images.levels(BATCH, channels, HEIGHT, WIDTH, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 30})
  void cutoutBlanksASquareThatMayStickOut(int size) {
    RandomGenerator random = Seeds.generator(8);
    int[] rows = new int[BATCH];
    int[] columns = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      rows[i] = random.nextInt(HEIGHT) - size / 2;
      columns[i] = random.nextInt(WIDTH) - size / 2;
    }
    Images unit = images(3).unit();
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              boolean inside =
                  y >= rows[i] && y < rows[i] + size && x >= columns[i] && x < columns[i] + size;
              return inside ? 0 : unit.at(i, c, y, x);
            });
    Augmented.of(images(3), 8, new Cutout(size)).images().assertNear(expected, 0);
    assertTrue(expected.distance(unit) > 0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void randomErasingBlanksARectangleWithin(int channels) {
    RandomGenerator random = Seeds.generator(6);
    Box[] boxes = new Box[BATCH];
    for (int i = 0; i < BATCH; i++) {
      boxes[i] = random.nextDouble() < 0.7 ? rectangle(random) : Box.NONE;
    }
    Images unit = images(channels).unit();
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              Box b = boxes[i];
              boolean inside = y >= b.top() && y < b.bottom() && x >= b.left() && x < b.right();
              return inside ? 0 : unit.at(i, c, y, x);
            });
    Augmented.of(images(channels), 6, new RandomErasing(0.7, 0.1, 0.9, 0.3, 3))
        .images()
        .assertNear(expected, 0);
    assertTrue(expected.distance(unit) > 0.1);
  }

  private static Box rectangle(RandomGenerator random) {
    for (int attempt = 0; attempt < 10; attempt++) {
      double area = HEIGHT * WIDTH * (0.1 + 0.8 * random.nextDouble());
      double ratio = 0.3 * Math.pow(10, random.nextDouble());
      int height = (int) Math.rint(Math.sqrt(area * ratio));
      int width = (int) Math.rint(Math.sqrt(area / ratio));
      if (height < HEIGHT && width < WIDTH) {
        int top = random.nextInt(HEIGHT - height + 1);
        int left = random.nextInt(WIDTH - width + 1);
        return new Box(top, left, top + height, left + width);
      }
    }
    return Box.NONE;
  }

  @Test
  void erasesAsOftenAsTheProbabilitySays() {
    Images white = Images.empty(1000, 1, 8, 8).fill((i, c, y, x) -> 255);
    Images to = Augmented.of(white, 3, new RandomErasing(0.3, 0.1, 0.3, 0.5, 2)).images();
    int erased = 0;
    for (int i = 0; i < 1000; i++) {
      int blank = 0;
      for (int p = 0; p < 64; p++) {
        blank += to.at(i, 0, p / 8, p % 8) == 0 ? 1 : 0;
      }
      erased += blank > 0 ? 1 : 0;
      // Sides are rounded: 0.1 of 64 pixels may be 2 by 3, 0.3 may be 4 by 5.
      assertTrue(blank == 0 || blank >= 4 && blank <= 24, "pixels: " + blank);
    }
    assertEquals(300, erased, 60);
  }

  @Test
  void zeroIsTheMeanSinceErasingFollowsNormalisation() {
    Images grey = Images.empty(4, 1, 6, 6).fill((i, c, y, x) -> 51);
    Normalisation normalisation = new Normalisation.Fixed(List.of(0.4), List.of(0.5));
    Images to = Augmented.of(grey, 1, normalisation, new Cutout(4)).images();
    for (float value : to.values()) {
      assertTrue(value == 0 || Math.abs(value + 0.4) < 1e-6, () -> "value " + value);
    }
  }
}
