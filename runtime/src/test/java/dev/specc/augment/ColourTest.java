package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.recipe.Augmentation.ColourJitter;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colour jitter changes each image by factors of its own. */
class ColourTest {
  private static final int BATCH = 30;
  private static final double ROUNDING = 2e-6;

  private static Images images(int channels) {
    return Images.levels(BATCH, channels, 7, 6, 9);
  }

  private static double[] drawn(double low, double high) {
    return Seeds.generator(4).doubles(BATCH).map(u -> low + u * (high - low)).toArray();
  }

  private static Images jittered(Images from, ColourJitter jitter) {
    return Augmented.of(from, 4, jitter).images();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void brightnessMovesAwayFromBlack(int channels) {
    Images unit = images(channels).unit();
    double[] factors = drawn(0.2, 1.8);
    Images expected =
        unit.map((i, c, y, x) -> (float) Reference.blend(unit.at(i, c, y, x), 0, factors[i], 1));
    Images to = jittered(images(channels), new ColourJitter(0.8, 0, 0, 0));
    to.assertNear(expected, ROUNDING);
    assertTrue(to.distance(unit) > 0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void contrastMovesAwayFromTheMeanGrey(int channels) {
    Images unit = images(channels).unit();
    double[] factors = drawn(0, 2.5);
    double[] means = new double[BATCH];
    for (int i = 0; i < BATCH; i++) {
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 6; x++) {
          means[i] += Reference.grey(unit, i, y, x) / 42;
        }
      }
    }
    Images expected =
        unit.map(
            (i, c, y, x) -> (float) Reference.blend(unit.at(i, c, y, x), means[i], factors[i], 1));
    Images to = jittered(images(channels), new ColourJitter(0, 1.5, 0, 0));
    to.assertNear(expected, ROUNDING);
    assertTrue(to.distance(unit) > 0.1);
  }

  @Test
  void saturationMovesAwayFromGrey() {
    Images unit = images(3).unit();
    double[] factors = drawn(0.5, 1.5);
    Images expected =
        unit.map(
            (i, c, y, x) ->
                (float)
                    Reference.blend(
                        unit.at(i, c, y, x), Reference.grey(unit, i, y, x), factors[i], 1));
    Images to = jittered(images(3), new ColourJitter(0, 0, 0.5, 0));
    to.assertNear(expected, ROUNDING);
    assertTrue(to.distance(unit) > 0.1);
  }

  @Test
  void hueTurnsAndSaturationAndValueStay() {
    Images unit = images(3).unit();
    double[] shifts = drawn(-0.4, 0.4);
    Images expected =
        unit.map(
            (i, c, y, x) -> {
              double[] hsv =
                  Reference.hsv(unit.at(i, 0, y, x), unit.at(i, 1, y, x), unit.at(i, 2, y, x));
              return (float) Reference.rgb(hsv[0] + shifts[i], hsv[1], hsv[2])[c];
            });
    Images to = jittered(images(3), new ColourJitter(0, 0, 0, 0.4));
    to.assertNear(expected, ROUNDING);
    assertTrue(to.distance(unit) > 0.1);
  }

  @Test
  void greyPixelsHaveNoHueToTurn() {
    Images grey = images(1);
    Images coloured = Images.empty(BATCH, 3, 7, 6).fill((i, c, y, x) -> grey.at(i, 0, y, x));
    jittered(coloured, new ColourJitter(0, 0, 0, 0.5)).assertNear(coloured.unit(), 0);
  }

  @Test
  void greyImagesHaveNeitherSaturationNorHue() {
    Images grey = images(1);
    jittered(grey, new ColourJitter(0, 0, 0.9, 0.5)).assertNear(grey.unit(), 0);
  }

  @Test
  void theChangesFollowOneAnother() {
    Images from = images(3);
    Images all = jittered(from, new ColourJitter(0.4, 0.3, 0.2, 0.1));
    RandomGenerator random = Seeds.generator(4);
    double[][] numbers = {
      random.doubles(BATCH).map(u -> 0.6 + 0.8 * u).toArray(),
      random.doubles(BATCH).map(u -> 0.7 + 0.6 * u).toArray(),
      random.doubles(BATCH).map(u -> 0.8 + 0.4 * u).toArray(),
      random.doubles(BATCH).map(u -> -0.1 + 0.2 * u).toArray()
    };
    Images unit = from.unit();
    Images bright =
        unit.map((i, c, y, x) -> (float) Math.min(1, unit.at(i, c, y, x) * numbers[0][i]));
    double[] means = new double[BATCH];
    bright.map((i, c, y, x) -> (float) (means[i] += Reference.grey(bright, i, y, x) / (3 * 42)));
    Images contrasted =
        bright.map(
            (i, c, y, x) ->
                (float) Reference.blend(bright.at(i, c, y, x), means[i], numbers[1][i], 1));
    Images saturated =
        contrasted.map(
            (i, c, y, x) ->
                (float)
                    Reference.blend(
                        contrasted.at(i, c, y, x),
                        Reference.grey(contrasted, i, y, x),
                        numbers[2][i],
                        1));
    Images turned =
        saturated.map(
            (i, c, y, x) -> {
              double[] hsv =
                  Reference.hsv(
                      saturated.at(i, 0, y, x), saturated.at(i, 1, y, x), saturated.at(i, 2, y, x));
              return (float) Reference.rgb(hsv[0] + numbers[3][i], hsv[1], hsv[2])[c];
            });
    // A hue is a quotient of small differences: rounding weighs more.
    all.assertNear(turned, 2e-5);
  }

  @Test
  void factorsCoverTheirRangeAndAreNeverNegative() {
    Images white = Images.empty(400, 1, 1, 1).fill((i, c, y, x) -> 100);
    Images to = Augmented.of(white, 0, new ColourJitter(1.5, 0, 0, 0)).images();
    double least = 1;
    double most = 0;
    for (float value : to.values()) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    // 1 - 1.5 is below 0, and factors start there; 2.5 times 100/255 is 0.98.
    assertEquals(0, least, 0.02);
    assertEquals(2.5 * 100 / 255, most, 0.02);
  }
}
