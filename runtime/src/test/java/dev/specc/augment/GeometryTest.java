package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.recipe.Augmentation.HorizontalFlip;
import dev.specc.recipe.Augmentation.RandomCrop;
import dev.specc.recipe.Augmentation.RandomResizedCrop;
import dev.specc.recipe.Augmentation.Rotation;
import dev.specc.recipe.Augmentation.VerticalFlip;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crops, flips and rotations move pixels as loops over them do. */
class GeometryTest {
  private static final int BATCH = 40;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 9;

  /**
   * Places are float32 numbers from -1 to 1, so a value moves by some 1e-6 of the image's width.
   */
  private static final double INTERPOLATED = 2e-5;

  private static Images images(int channels) {
    return Images.levels(BATCH, channels, HEIGHT, WIDTH, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void randomCropCutsTheOldSizeOutOfThePaddedImage(int channels) {
    Images from = images(channels);
    RandomGenerator random = Seeds.generator(7);
    int[] tops = new int[BATCH];
    int[] lefts = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      tops[i] = random.nextInt(9) - 4;
      lefts[i] = random.nextInt(9) - 4;
    }
    Images expected =
        from.unit().map((i, c, y, x) -> from.unit().atOrBlack(i, c, y + tops[i], x + lefts[i]));
    Augmented.of(from, 7, new RandomCrop(4)).images().assertNear(expected, 0);
    assertTrue(expected.distance(from.unit()) > 0.1);
    assertEquals(9, IntStream.of(tops).distinct().count(), "every row is drawn");
    assertEquals(9, IntStream.of(lefts).distinct().count(), "every column is drawn");
  }

  @Test
  void flipsMirrorAsManyImagesAsTheProbabilitySays() {
    Images from = images(3);
    Images unit = from.unit();
    for (double probability : new double[] {0, 0.3, 1}) {
      RandomGenerator random = Seeds.generator(1);
      boolean[] flipped = new boolean[BATCH];
      for (int i = 0; i < BATCH; i++) {
        flipped[i] = random.nextDouble() < probability;
      }
      Augmented.of(from, 1, new HorizontalFlip(probability))
          .images()
          .assertNear(
              unit.map((i, c, y, x) -> unit.at(i, c, y, flipped[i] ? WIDTH - 1 - x : x)), 0);
      Augmented.of(from, 1, new VerticalFlip(probability))
          .images()
          .assertNear(
              unit.map((i, c, y, x) -> unit.at(i, c, flipped[i] ? HEIGHT - 1 - y : y, x)), 0);
    }
  }

  @Test
  void flipsRespectTheirProbabilityOverSeeds() {
    Images from = Images.levels(100, 1, 2, 3, 1);
    int flipped = 0;
    for (int seed = 0; seed < 20; seed++) {
      Images to = Augmented.of(from, seed, new HorizontalFlip(0.25)).images();
      for (int i = 0; i < from.batch(); i++) {
        flipped += to.at(i, 0, 0, 0) == from.unit().at(i, 0, 0, 0) ? 0 : 1;
      }
    }
    // 2000 draws have a standard deviation of 19.
    assertEquals(500, flipped, 80);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rotationSamplesBetweenFourPixelsAboutTheCentre(int channels) {
    Images from = images(channels);
    Images unit = from.unit();
    RandomGenerator random = Seeds.generator(5);
    double[] angles = random.doubles(BATCH).map(u -> Math.toRadians(-25 + 50 * u)).toArray();
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              double dx = x - (WIDTH - 1) / 2.0;
              double dy = y - (HEIGHT - 1) / 2.0;
              double fromX = Math.cos(angles[i]) * dx - Math.sin(angles[i]) * dy;
              double fromY = Math.sin(angles[i]) * dx + Math.cos(angles[i]) * dy;
              return Reference.bilinear(
                  unit, i, c, fromY + (HEIGHT - 1) / 2.0, fromX + (WIDTH - 1) / 2.0);
            });
    Augmented.of(from, 5, new Rotation(25)).images().assertNear(expected, INTERPOLATED);
    assertTrue(expected.distance(unit) > 0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void randomResizedCropStretchesAPartWithoutLookingBeyondIt(int channels) {
    Images from = images(channels);
    Images unit = from.unit();
    RandomGenerator random = Seeds.generator(11);
    Box[] parts = new Box[BATCH];
    for (int i = 0; i < BATCH; i++) {
      parts[i] = part(random);
    }
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              Box part = parts[i];
              double row = (y + 0.5) * part.height() / HEIGHT - 0.5;
              double column = (x + 0.5) * part.width() / WIDTH - 0.5;
              return Reference.bilinear(
                  unit,
                  i,
                  c,
                  part.top() + Math.clamp(row, 0, part.height() - 1),
                  part.left() + Math.clamp(column, 0, part.width() - 1));
            });
    Images to = Augmented.of(from, 11, new RandomResizedCrop(0.1, 0.8, 0.5, 2)).images();
    to.assertNear(expected, INTERPOLATED);
    assertTrue(expected.distance(unit) > 0.1);
  }

  /** torchvision's get_params, with share 0.1 to 0.8 and ratio 1/2 to 2. */
  private static Box part(RandomGenerator random) {
    for (int attempt = 0; attempt < 10; attempt++) {
      double area = HEIGHT * WIDTH * (0.1 + 0.7 * random.nextDouble());
      double ratio = Math.pow(2, -1 + 2 * random.nextDouble());
      int width = (int) Math.rint(Math.sqrt(area * ratio));
      int height = (int) Math.rint(Math.sqrt(area / ratio));
      if (width > 0 && width <= WIDTH && height > 0 && height <= HEIGHT) {
        int top = random.nextInt(HEIGHT - height + 1);
        int left = random.nextInt(WIDTH - width + 1);
        return new Box(top, left, top + height, left + width);
      }
    }
    return new Box(0, 0, HEIGHT, WIDTH);
  }

  @Test
  void aPartThatNeverFitsIsTheLargestInTheMiddle() {
    Images from = Images.levels(2, 1, 8, 8, 1);
    Images unit = from.unit();
    Images wide = Augmented.of(from, 1, new RandomResizedCrop(1, 1, 4, 4)).images();
    Images expected =
        unit.map(
            (i, c, y, x) ->
                Reference.bilinear(unit, i, c, 3 + Math.clamp((y + 0.5) / 4 - 0.5, 0, 1), x));
    wide.assertNear(expected, INTERPOLATED);
  }

  @Test
  void partsHaveTheSharesAndRatiosOfTheRecipe() {
    RandomArea area = new RandomArea(0.2, 0.6, 0.5, 2);
    RandomGenerator random = Seeds.generator(0);
    Set<Integer> shares = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      RandomArea.Sides sides = area.draw(random, 10_000, s -> true).orElseThrow();
      double share = sides.first() * sides.second() / 10_000.0;
      double ratio = (double) sides.first() / sides.second();
      assertTrue(share > 0.18 && share < 0.62, () -> "share " + share);
      assertTrue(ratio > 0.48 && ratio < 2.1, () -> "ratio " + ratio);
      shares.add((int) (share * 20));
    }
    assertTrue(shares.containsAll(Set.of(4, 5, 6, 7, 8, 9, 10, 11)), shares::toString);
  }

  @Test
  void aPartThatIsNeverAcceptedIsGivenUpAfterTenAttempts() {
    int[] asked = {0};
    RandomArea area = new RandomArea(0.2, 0.6, 0.5, 2);
    assertTrue(area.draw(Seeds.generator(0), 100, s -> ++asked[0] < 0).isEmpty());
    assertEquals(10, asked[0]);
  }
}
