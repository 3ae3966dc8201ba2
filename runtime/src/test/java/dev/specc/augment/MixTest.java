package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.recipe.Augmentation;
import dev.specc.recipe.Augmentation.CutMix;
import dev.specc.recipe.Augmentation.Mixup;
import dev.specc.recipe.Augmentation.Ricap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mixup, CutMix and RICAP mix labels as they mix pixels. */
class MixTest {
  private static final int BATCH = 60;
  private static final int HEIGHT = 9;
  private static final int WIDTH = 12;
  private static final double ROUNDING = 1e-6;

  private static Images images() {
    return Images.levels(BATCH, 3, HEIGHT, WIDTH, 2);
  }

  static Stream<Augmentation> always() {
    return Stream.of(new Mixup(1, 1), new CutMix(1, 1), new Ricap(1, 1));
  }

  /** Images of class k are white in channel k, so a channel's mean is the share of its class. */
  @ParameterizedTest
  @MethodSource("always")
  void sharesOfClassesAreThoseOfThePixels(Augmentation mix) {
    Images from =
        Images.empty(BATCH, Augmented.CLASSES, HEIGHT, WIDTH)
            .fill((i, c, y, x) -> i % Augmented.CLASSES == c ? 255 : 0);
    Augmented to = Augmented.of(from, 5, mix);
    int mixed = 0;
    for (int i = 0; i < BATCH; i++) {
      float largest = 0;
      for (int k = 0; k < Augmented.CLASSES; k++) {
        double sum = 0;
        for (int p = 0; p < HEIGHT * WIDTH; p++) {
          sum += to.images().at(i, k, p / WIDTH, p % WIDTH);
        }
        assertEquals(sum / (HEIGHT * WIDTH), to.shares()[i][k], 1e-5, "image " + i);
        largest = Math.max(largest, to.shares()[i][k]);
      }
      assertEquals(largest, to.shares()[i][(int) to.labels()[i]], "the label is the largest share");
      mixed += largest < 0.999 ? 1 : 0;
    }
    assertTrue(mixed > BATCH / 2, "mixed: " + mixed);
  }

  @Test
  void mixupIsAWeightedSumWithThePartner() {
    RandomGenerator random = Seeds.generator(3);
    int[] partners = Partners.draw(random, BATCH);
    double[] kept = new double[BATCH];
    BetaDistribution beta = new BetaDistribution(0.4);
    for (int i = 0; i < BATCH; i++) {
      kept[i] = random.nextDouble() < 0.6 ? beta.draw(random) : 1;
    }
    Images unit = images().unit();
    Augmented to = Augmented.of(images(), 3, new Mixup(0.4, 0.6));
    to.images()
        .assertNear(
            unit.map(
                (i, c, y, x) ->
                    (float)
                        (kept[i] * unit.at(i, c, y, x)
                            + (1 - kept[i]) * unit.at(partners[i], c, y, x))),
            ROUNDING);
    assertTrue(to.images().distance(unit) > 0.1);
    for (int i = 0; i < BATCH; i++) {
      float[] expected = new float[Augmented.CLASSES];
      expected[i % Augmented.CLASSES] += (float) kept[i];
      expected[partners[i] % Augmented.CLASSES] += (float) (1 - kept[i]);
      assertArrayEquals(expected, to.shares()[i], 1e-6f);
    }
  }

  @Test
  void cutMixPastesABoxOfThePartner() {
    RandomGenerator random = Seeds.generator(3);
    int[] partners = Partners.draw(random, BATCH);
    Box[] boxes = new Box[BATCH];
    BetaDistribution beta = new BetaDistribution(1);
    for (int i = 0; i < BATCH; i++) {
      boxes[i] = random.nextDouble() < 0.6 ? box(random, beta.draw(random)) : Box.NONE;
    }
    Images unit = images().unit();
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              Box b = boxes[i];
              boolean pasted = y >= b.top() && y < b.bottom() && x >= b.left() && x < b.right();
              return unit.at(pasted ? partners[i] : i, c, y, x);
            });
    Augmented.of(images(), 3, new CutMix(1, 0.6)).images().assertNear(expected, 0);
    assertTrue(expected.distance(unit) > 0.1);
  }

  /** The authors' rand_bbox. */
  private static Box box(RandomGenerator random, double kept) {
    int height = (int) (HEIGHT * Math.sqrt(1 - kept));
    int width = (int) (WIDTH * Math.sqrt(1 - kept));
    int top = random.nextInt(HEIGHT) - height / 2;
    int left = random.nextInt(WIDTH) - width / 2;
    return new Box(
        Math.clamp(top, 0, HEIGHT),
        Math.clamp(left, 0, WIDTH),
        Math.clamp(top + height, 0, HEIGHT),
        Math.clamp(left + width, 0, WIDTH));
  }

  @Test
  void ricapPutsPartsOfFourImagesTogether() {
    RandomGenerator random = Seeds.generator(3);
    int[][] sources = new int[4][BATCH];
    for (int part = 1; part < 4; part++) {
      sources[part] = Partners.draw(random, BATCH);
    }
    float[][] shares = new float[BATCH][Augmented.CLASSES];
    Images unit = images().unit();
    Images expected = Images.empty(BATCH, 3, HEIGHT, WIDTH);
    BetaDistribution beta = new BetaDistribution(0.3);
    for (int i = 0; i < BATCH; i++) {
      sources[0][i] = i;
      boolean mixes = random.nextDouble() < 0.8;
      int column = mixes ? (int) Math.rint(WIDTH * beta.draw(random)) : WIDTH;
      int row = mixes ? (int) Math.rint(HEIGHT * beta.draw(random)) : HEIGHT;
      for (int part = 0; part < 4; part++) {
        int top = part < 2 ? 0 : row;
        int left = part % 2 == 0 ? 0 : column;
        int height = part < 2 ? row : HEIGHT - row;
        int width = part % 2 == 0 ? column : WIDTH - column;
        int fromTop = random.nextInt(HEIGHT - height + 1);
        int fromLeft = random.nextInt(WIDTH - width + 1);
        int source = sources[part][i];
        shares[i][source % Augmented.CLASSES] += (float) (height * width) / (HEIGHT * WIDTH);
        for (int p = 0; p < 3 * height * width; p++) {
          int c = p / (height * width);
          int y = p / width % height;
          int x = p % width;
          expected.values()[((i * 3 + c) * HEIGHT + top + y) * WIDTH + left + x] =
              unit.at(source, c, fromTop + y, fromLeft + x);
        }
      }
    }
    Augmented to = Augmented.of(images(), 3, new Ricap(0.3, 0.8));
    to.images().assertNear(expected, 0);
    assertTrue(expected.distance(unit) > 0.1);
    for (int i = 0; i < BATCH; i++) {
      assertArrayEquals(shares[i], to.shares()[i], 1e-6f);
    }
  }

  @Test
  void mixesFollowOneAnotherAndSharesStillSumToOne() {
    Augmented to = Augmented.of(images(), 9, new Mixup(1, 1), new CutMix(1, 1), new Ricap(1, 1));
    int three = 0;
    for (float[] row : to.shares()) {
      double sum = 0;
      int classes = 0;
      for (float share : row) {
        sum += share;
        classes += share > 0 ? 1 : 0;
      }
      assertEquals(1, sum, 1e-6);
      three += classes >= 3 ? 1 : 0;
    }
    assertTrue(three > BATCH / 2, "with three classes or more: " + three);
  }

  @Test
  void withoutAMixEachImageKeepsItsClass() {
    Augmented to = Augmented.of(images(), 1, new Mixup(1, 0));
    to.images().assertNear(images().unit(), 0);
    assertArrayEquals(Augmented.oneHot(to.labels()), to.shares());
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)). */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 1, 4})
  void weightsHaveTheMomentsOfTheBetaDistribution(double a) {
    RandomGenerator random = Seeds.generator(1);
    BetaDistribution beta = new BetaDistribution(a);
    int draws = 40_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double x = beta.draw(random);
      assertTrue(x >= 0 && x <= 1, () -> "drew " + x);
      sum += x;
      squares += (x - 0.5) * (x - 0.5);
    }
    assertEquals(0.5, sum / draws, 0.01);
    assertEquals(1 / (4 * (2 * a + 1)), squares / draws, 0.005);
  }
}
