package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.DataException;
import dev.specc.data.PixelBatch;
import dev.specc.data.Targets;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.Augmentation.AutoAugment;
import dev.specc.recipe.Augmentation.AutoAugment.Policy;
import dev.specc.recipe.Augmentation.ColourJitter;
import dev.specc.recipe.Augmentation.CutMix;
import dev.specc.recipe.Augmentation.Cutout;
import dev.specc.recipe.Augmentation.HorizontalFlip;
import dev.specc.recipe.Augmentation.Mixup;
import dev.specc.recipe.Augmentation.RandAugment;
import dev.specc.recipe.Augmentation.RandomCrop;
import dev.specc.recipe.Augmentation.RandomErasing;
import dev.specc.recipe.Augmentation.RandomResizedCrop;
import dev.specc.recipe.Augmentation.Ricap;
import dev.specc.recipe.Augmentation.Rotation;
import dev.specc.recipe.Augmentation.VerticalFlip;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.train.TorchEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every augmentation, and for several together. */
class AugmenterTest {
  private static final Normalisation NONE = new Normalisation.None();

  private final NDManager manager = TorchEngine.get().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Augmentation> each() {
    return Stream.of(
        new RandomCrop(4),
        new RandomResizedCrop(0.08, 1, 0.75, 4 / 3.0),
        new HorizontalFlip(0.5),
        new VerticalFlip(0.5),
        new Rotation(15),
        new ColourJitter(0.4, 0.4, 0.4, 0.1),
        new AutoAugment(Policy.CIFAR10),
        new AutoAugment(Policy.IMAGENET),
        new RandAugment(2, 9),
        new Cutout(8),
        new RandomErasing(0.5, 0.02, 0.33, 0.3, 3.3),
        new Mixup(0.2, 1),
        new CutMix(1, 0.5),
        new Ricap(0.3, 1));
  }

  private static Images images(int channels) {
    return Images.levels(32, channels, 20, 24, 6);
  }

  private PixelBatch raw(Images levels) {
    return new PixelBatch(levels.pixels(manager), manager.create(new long[levels.batch()]));
  }

  @ParameterizedTest
  @MethodSource("each")
  void theSameSeedGivesTheSameBatchToTheBit(Augmentation augmentation) {
    for (int channels : new int[] {1, 3}) {
      Augmented first = Augmented.of(images(channels), 1, augmentation);
      // Another run's draws, libtorch's own among them, change nothing.
      TorchEngine.get().setRandomSeed(99);
      Augmented.of(images(channels), 2, augmentation);
      Augmented again = Augmented.of(images(channels), 1, augmentation);
      assertArrayEquals(first.images().values(), again.images().values());
      assertArrayEquals(first.labels(), again.labels());
      assertArrayEquals(first.shares(), again.shares());
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void anotherSeedGivesAnotherBatch(Augmentation augmentation) {
    for (int channels : new int[] {1, 3}) {
      Images first = Augmented.of(images(channels), 1, augmentation).images();
      assertTrue(first.distance(Augmented.of(images(channels), 2, augmentation).images()) > 0.01);
      assertTrue(first.distance(images(channels).unit()) > 0.01, "and not the images themselves");
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void aBatchOfOneAndPixelsOfOneAreFine(Augmentation augmentation) {
    for (int channels : new int[] {1, 3}) {
      Images one = Images.levels(1, channels, 1, 1, 1);
      Images to = Augmented.of(one, 1, augmentation).images();
      assertEquals(one.shape(), to.shape());
      assertTrue(Float.isFinite(to.values()[0]));
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void valuesStayWithinZeroAndOne(Augmentation augmentation) {
    for (float value : Augmented.of(images(3), 3, augmentation).images().values()) {
      assertTrue(value >= -1e-6 && value <= 1 + 1e-6, () -> "value " + value);
    }
  }

  @ParameterizedTest
  @MethodSource("each")
  void onlyTheBatchOutlivesACall(Augmentation augmentation) {
    Augmenter augmenter = new Augmenter(List.of(augmentation), NONE, 5, manager);
    try (NDManager step = manager.newSubManager()) {
      Images levels = images(3);
      PixelBatch raw = new PixelBatch(levels.pixels(step), step.create(new long[32]));
      int before = step.getManagedArrays().size();
      Batch batch = augmenter.train(raw, Seeds.generator(1));
      int kept = batch.targets() instanceof Targets.Shares ? 3 : 1;
      assertEquals(before + kept, step.getManagedArrays().size());
      assertFalse(raw.pixels().isReleased());
      assertArrayEquals(levels.pixels(step).toByteArray(), raw.pixels().toByteArray());
    }
  }

  @Test
  void pixelsComeFirstThenNormalisationThenErasuresThenMixes() {
    Images from = images(3);
    Normalisation normalisation =
        new Normalisation.Fixed(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.25));
    Augmentation[] recipe = {
      new Mixup(1, 1), new Cutout(6), new HorizontalFlip(0.5), new Rotation(30)
    };
    Augmented to = Augmented.of(from, 4, normalisation, recipe);
    Augmented inOrder =
        Augmented.of(from, 4, normalisation, recipe[2], recipe[3], recipe[1], recipe[0]);
    assertArrayEquals(inOrder.images().values(), to.images().values());
    // Within the pixels the recipe's order counts.
    Augmented other =
        Augmented.of(from, 4, normalisation, recipe[3], recipe[2], recipe[1], recipe[0]);
    assertTrue(other.images().distance(to.images()) > 0.1);
  }

  @Test
  void plainImagesAreScaledAndNormalised() {
    Images from = images(3);
    Normalisation normalisation =
        new Normalisation.Fixed(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.25));
    double[] mean = {0.4, 0.5, 0.6};
    double[] std = {0.2, 0.3, 0.25};
    Images expected =
        from.map((i, c, y, x) -> (float) ((from.at(i, c, y, x) / 255 - mean[c]) / std[c]));
    Augmenter augmenter = new Augmenter(List.of(new Cutout(5)), normalisation, 5, manager);
    NDArray plain = augmenter.plain(from.pixels(manager));
    Images.of(plain).assertNear(expected, 1e-6);
    Images.of(augmenter.restore(plain)).assertNear(from.unit(), 1e-6);
  }

  @Test
  void withoutAugmentationABatchIsPlain() {
    Augmenter augmenter = new Augmenter(List.of(), NONE, 5, manager);
    PixelBatch raw = raw(images(1));
    Batch batch = augmenter.train(raw, Seeds.generator(0));
    Images.of(batch.images()).assertNear(images(1).unit(), 0);
    assertInstanceOf(Targets.Classes.class, batch.targets());
    assertEquals(raw.labels(), batch.labels());
  }

  @Test
  void oneMeanServesAllChannels() {
    Normalisation half = new Normalisation.Fixed(List.of(0.5), List.of(0.5));
    Images to = Augmented.of(images(3), 1, half).images();
    Images unit = images(3).unit();
    to.assertNear(unit.map((i, c, y, x) -> 2 * unit.at(i, c, y, x) - 1), 1e-6);
  }

  @Test
  void aMeanForEachOfThreeChannelsDoesNotFitGreyImages() {
    Normalisation rgb = new Normalisation.Fixed(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.3, 0.25));
    Augmenter augmenter = new Augmenter(List.of(), rgb, 5, manager);
    DataException e =
        assertThrows(
            DataException.class, () -> augmenter.train(raw(images(1)), Seeds.generator(0)));
    assertEquals(
        "images are normalised with a mean and std for each of 3 channels, and these have 1",
        e.getMessage());
  }

  @Test
  void numbersToNormaliseWithAreMeasuredBefore() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Augmenter(List.of(), new Normalisation.Measured(), 5, manager));
  }
}
