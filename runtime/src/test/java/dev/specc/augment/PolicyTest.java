package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.Augmentation.AutoAugment;
import dev.specc.recipe.Augmentation.AutoAugment.Policy;
import dev.specc.recipe.Augmentation.RandAugment;
import dev.specc.train.TorchEngine;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations of AutoAugment and RandAugment, and what chooses them. */
class PolicyTest {
  private final NDManager manager = TorchEngine.get().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> operations() {
    return Stream.of(PolicyOperation.values())
        .flatMap(o -> Stream.of(Arguments.of(o, 1), Arguments.of(o, 3)));
  }

  /** Image i has the magnitude of bin i, with a sign. */
  @ParameterizedTest
  @MethodSource("operations")
  void anOperationIsThatOfTheDefinition(PolicyOperation operation, int channels) {
    Images all = Images.levels(20, channels, 31, 27, 5);
    // Not every level, so that there is contrast to be gained.
    Images from = all.map((i, c, y, x) -> (float) Math.floor(20 + 0.8 * all.at(i, c, y, x)));
    float[] numbers = new float[operation.kernel().numbers() * 20];
    double[] magnitudes = new double[20];
    for (int i = 0; i < 20; i++) {
      int sign = i < 10 ? 1 : -1;
      operation.into(numbers, i, i % 10 / 9.0, sign, from.shape());
      magnitudes[i] = magnitude(operation, i % 10, sign, from);
    }
    Images expected =
        from.map((i, c, y, x) -> LevelReference.at(operation, from, magnitudes[i], i, c, y, x));
    NDArray levels = from.array(manager);
    Images to = Images.of(operation.kernel().apply(levels, manager.create(numbers)));
    assertEqualWhereDecided(expected, to);
    boolean changes = operation != PolicyOperation.IDENTITY;
    boolean colourless = operation == PolicyOperation.COLOR && channels == 1;
    assertEquals(changes && !colourless, to.distance(from) > 0);
  }

  /** torchvision's _augmentation_space with 10 bins. */
  private static double magnitude(PolicyOperation operation, int bin, int sign, Images images) {
    double strength = sign * bin / 9.0;
    return switch (operation) {
      case SHEAR_X, SHEAR_Y -> 0.3 * strength;
      case TRANSLATE_X -> 150.0 / 331 * images.width() * strength;
      case TRANSLATE_Y -> 150.0 / 331 * images.height() * strength;
      case ROTATE -> 30 * strength;
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> 1 + 0.9 * strength;
      case POSTERIZE -> 8 - Math.round(bin / 2.25);
      case SOLARIZE -> 255 - 255 * bin / 9.0;
      case IDENTITY, AUTO_CONTRAST, EQUALIZE, INVERT -> 0;
    };
  }

  private static void assertEqualWhereDecided(Images expected, Images to) {
    int undecided = 0;
    for (int i = 0; i < expected.values().length; i++) {
      float wanted = expected.values()[i];
      if (Float.isNaN(wanted)) {
        undecided++;
      } else {
        float either = wanted == Math.rint(wanted) ? 0 : 0.5f;
        assertEquals(wanted, to.values()[i], either, "value " + i);
      }
    }
    assertTrue(undecided < expected.values().length / 30, "undecided: " + undecided);
  }

  @Test
  void aChannelOfOneLevelStays() {
    Images flat = Images.empty(1, 1, 20, 20).fill((i, c, y, x) -> 77);
    NDArray none = manager.create(new float[0]);
    for (LevelKernel kernel : List.of(LevelKernel.AUTO_CONTRAST, LevelKernel.EQUALIZE)) {
      Images.of(kernel.apply(flat.array(manager), none)).assertNear(flat, 0);
    }
  }

  @Test
  void imagesWithoutAnInsideCannotBeSharpened() {
    Images thin = Images.levels(2, 1, 2, 9, 1);
    NDArray factors = manager.create(new float[] {0.1f, 1.9f});
    Images.of(LevelKernel.SHARPNESS.apply(thin.array(manager), factors)).assertNear(thin, 0);
  }

  /** Image after image, with the same draws in the documented order. */
  @ParameterizedTest
  @EnumSource
  void autoAugmentAppliesARowOfThePolicyToEachImage(Policy policy) {
    Images from = Images.levels(200, 3, 16, 20, 4);
    RandomGenerator random = Seeds.generator(2);
    Images levels = from.map(from::at);
    for (int i = 0; i < from.batch(); i++) {
      SubPolicy row = SubPolicy.of(policy).get(random.nextInt(25));
      double first = random.nextDouble();
      double second = random.nextDouble();
      int firstSign = random.nextBoolean() ? 1 : -1;
      int secondSign = random.nextBoolean() ? 1 : -1;
      apply(row.first(), first, firstSign, levels, i);
      apply(row.second(), second, secondSign, levels, i);
    }
    Images to = Augmented.of(from, 2, new AutoAugment(policy)).images();
    to.assertNear(levels.unit(), 0);
    assertTrue(to.distance(from.unit()) > 0.1);
  }

  private void apply(SubPolicy.Step step, double drawn, int sign, Images levels, int i) {
    if (drawn < step.probability()) {
      apply(step.operation(), step.bin() / 9.0, sign, levels, i);
    }
  }

  private void apply(
      PolicyOperation operation, double strength, int sign, Images levels, int image) {
    float[] numbers = new float[operation.kernel().numbers()];
    operation.into(numbers, 0, strength, sign, levels.shape());
    Images one =
        Images.empty(1, levels.channels(), levels.height(), levels.width())
            .fill((i, c, y, x) -> levels.at(image, c, y, x));
    Images changed =
        Images.of(operation.kernel().apply(one.array(manager), manager.create(numbers)));
    System.arraycopy(
        changed.values(),
        0,
        levels.values(),
        image * changed.values().length,
        changed.values().length);
  }

  @Test
  void randAugmentAppliesSoManyOperationsOfOneMagnitude() {
    List<PolicyOperation> choices =
        Stream.of(PolicyOperation.values()).filter(o -> o != PolicyOperation.INVERT).toList();
    Map<PolicyOperation, Integer> drawn = new EnumMap<>(PolicyOperation.class);
    Images from = Images.levels(300, 1, 14, 18, 4);
    RandomGenerator random = Seeds.generator(2);
    Images levels = from.map(from::at);
    for (int i = 0; i < from.batch(); i++) {
      for (int n = 0; n < 3; n++) {
        PolicyOperation operation = choices.get(random.nextInt(14));
        apply(operation, 17 / 30.0, random.nextBoolean() ? 1 : -1, levels, i);
        drawn.merge(operation, 1, Integer::sum);
      }
    }
    Images to = Augmented.of(from, 2, new RandAugment(3, 17)).images();
    to.assertNear(levels.unit(), 0);
    assertTrue(to.distance(from.unit()) > 0.1);
    // 900 draws among 14: 64 each, with a standard deviation of 8.
    assertEquals(14, drawn.size());
    drawn.forEach((operation, times) -> assertEquals(64, times, 32, operation.name()));
  }

  @Test
  void aLargerMagnitudeChangesMore() {
    Images from = Images.levels(100, 3, 16, 16, 4);
    Images unit = from.unit();
    double[] changes = new double[3];
    for (int m = 0; m < 3; m++) {
      Augmentation augmentation = new RandAugment(1, 1 + 14 * m);
      Images to = Augmented.of(from, 2, augmentation).images();
      for (int i = 0; i < to.values().length; i++) {
        changes[m] += Math.abs(to.values()[i] - unit.values()[i]);
      }
    }
    assertTrue(changes[0] < changes[1] && changes[1] < changes[2], () -> Arrays.toString(changes));
  }
}
