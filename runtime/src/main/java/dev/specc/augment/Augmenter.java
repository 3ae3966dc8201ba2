package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.specc.data.Batch;
import dev.specc.data.PixelBatch;
import dev.specc.data.Targets;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.DataChoice.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes batches of a net's images: scaled from 0 to 1, augmented, normalised.
 *
 * <p>The changes of {@link Augmentation.Pixels} come first, then normalisation, {@link
 * Augmentation.Erasure} and {@link Augmentation.Mix}, each in the recipe's order. In that order,
 * before anything runs on the device, each draws its numbers for the whole batch; so the same
 * generator gives the same batch, whatever ran before. Nothing waits for the device.
 */
public final class Augmenter {
  private final List<ImageTransform> pixels = new ArrayList<>();
  private final List<ImageTransform> erasures = new ArrayList<>();
  private final List<MixTransform> mixes = new ArrayList<>();
  private final Normaliser normaliser;
  private final int classes;

  /** 255, made once: a number would go to the device in each step. */
  private final NDArray white;

  /**
   * An augmenter for training.
   *
   * @param normalisation none, or with numbers, which {@link ChannelStatistics} measures
   * @param classes how many labels there are
   * @param device owns the few tensors that the augmenter keeps, on the device of the images
   */
  public Augmenter(
      List<Augmentation> augmentations,
      Normalisation normalisation,
      int classes,
      NDManager device) {
    for (Augmentation augmentation : augmentations) {
      switch (augmentation) {
        case Augmentation.Pixels p -> pixels.add(transform(p));
        case Augmentation.Erasure e -> erasures.add(transform(e));
        case Augmentation.Mix m -> mixes.add(transform(m));
      }
    }
    this.normaliser = Normaliser.of(normalisation, device);
    this.classes = classes;
    this.white = device.create(255f);
  }

  private static ImageTransform transform(Augmentation.Pixels augmentation) {
    return switch (augmentation) {
      case Augmentation.RandomCrop r -> new RandomCropTransform(r);
      case Augmentation.RandomResizedCrop r -> new RandomResizedCropTransform(r);
      case Augmentation.HorizontalFlip r -> new FlipTransform(3, r.probability());
      case Augmentation.VerticalFlip r -> new FlipTransform(2, r.probability());
      case Augmentation.Rotation r -> new RotationTransform(r);
      case Augmentation.ColourJitter r -> new ColourJitterTransform(r);
      case Augmentation.AutoAugment r -> PolicyTransform.of(r);
      case Augmentation.RandAugment r -> PolicyTransform.of(r);
    };
  }

  private static ImageTransform transform(Augmentation.Erasure augmentation) {
    return switch (augmentation) {
      case Augmentation.Cutout r -> ErasureTransform.of(r);
      case Augmentation.RandomErasing r -> ErasureTransform.of(r);
    };
  }

  private static MixTransform transform(Augmentation.Mix augmentation) {
    return switch (augmentation) {
      case Augmentation.Mixup r -> new MixupTransform(r);
      case Augmentation.CutMix r -> new CutMixTransform(r);
      case Augmentation.Ricap r -> new RicapTransform(r);
    };
  }

  /**
   * A batch to train on. What it holds belongs to the manager of the pixels.
   *
   * @param random of this step alone: a generator made from the run's seed and the step's number
   *     lets a run go on where it stopped
   * @return images float32 [B, C, H, W]; {@link Targets.Shares} where the recipe mixes images
   * @throws dev.specc.data.DataException where the images' channels are not those of the
   *     normalisation
   */
  public Batch train(PixelBatch raw, RandomGenerator random) {
    if (isPlain()) {
      return new Batch(plain(raw.pixels()), raw.labels());
    }
    BatchShape shape = BatchShape.of(raw.pixels().getShape());
    Draws draws = new Draws();
    List<ImageTransform.Drawn> before = draw(pixels, random, shape, draws);
    List<ImageTransform.Drawn> after = draw(erasures, random, shape, draws);
    List<MixTransform.Drawn> last = mixes.stream().map(m -> m.draw(random, shape, draws)).toList();
    NDManager owner = raw.pixels().getManager();
    try (NDManager work = owner.newSubManager()) {
      Draws.OnDevice numbers = draws.send(work);
      NDArray images = unit(raw.pixels());
      images.attach(work);
      images = apply(before, images, numbers);
      images = normaliser.normalise(images);
      images = apply(after, images, numbers);
      Batch batch = mix(last, images, raw.labels(), numbers);
      give(batch, owner);
      return batch;
    }
  }

  /** Whether a batch to train on is as {@link #plain} makes it, without chance. */
  public boolean isPlain() {
    return pixels.isEmpty() && erasures.isEmpty() && mixes.isEmpty();
  }

  private NDArray unit(NDArray pixels) {
    return pixels.toType(DataType.FLOAT32, true).divi(white);
  }

  private static List<ImageTransform.Drawn> draw(
      List<ImageTransform> transforms, RandomGenerator random, BatchShape shape, Draws draws) {
    return transforms.stream().map(t -> t.draw(random, shape, draws)).toList();
  }

  private static NDArray apply(
      List<ImageTransform.Drawn> changes, NDArray images, Draws.OnDevice numbers) {
    NDArray changed = images;
    for (ImageTransform.Drawn change : changes) {
      changed = change.apply(changed, numbers);
    }
    return changed;
  }

  private Batch mix(
      List<MixTransform.Drawn> changes, NDArray images, NDArray labels, Draws.OnDevice numbers) {
    if (changes.isEmpty()) {
      return new Batch(images, labels);
    }
    NDArray shares = Shares.of(labels, classes);
    shares.attach(images.getManager());
    MixTransform.Labelled mixed = new MixTransform.Labelled(images, shares);
    for (MixTransform.Drawn change : changes) {
      mixed = change.apply(mixed, numbers);
    }
    NDArray largest = mixed.shares().argMax(1);
    return new Batch(mixed.images(), new Targets.Shares(mixed.shares(), largest));
  }

  private static void give(Batch batch, NDManager owner) {
    batch.images().attach(owner);
    switch (batch.targets()) {
      case Targets.Classes classes -> {}
      case Targets.Shares shares -> {
        shares.shares().attach(owner);
        shares.labels().attach(owner);
      }
      case Targets.Taught taught -> throw new IllegalStateException("a teacher comes later");
    }
  }

  /**
   * Images to evaluate on, as they are: scaled from 0 to 1 and normalised.
   *
   * @param pixels uint8 [B, C, H, W]
   * @return float32 [B, C, H, W], of the same manager
   * @throws dev.specc.data.DataException as {@link #train}
   */
  public NDArray plain(NDArray pixels) {
    NDArray scaled = unit(pixels);
    NDArray normalised = normaliser.normalise(scaled);
    if (normalised != scaled) {
      scaled.close();
    }
    return normalised;
  }

  /**
   * The values from 0 to 1 that images were made from, to look at them: the inverse of
   * normalisation.
   */
  public NDArray restore(NDArray images) {
    return normaliser.restore(images);
  }
}
