package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.DataException;
import dev.specc.recipe.DataChoice.Normalisation;
import java.util.List;
import java.util.Optional;

/** {@code (x - mean) / std}, channel by channel, as torchvision's Normalize. */
final class Normaliser {
  private static final Script NORMALISE = Script.of("(x - mean) / std", "x", "mean", "std");
  private static final Script RESTORE = Script.of("x * std + mean", "x", "mean", "std");

  private record Numbers(NDArray mean, NDArray std) {}

  private final Optional<Numbers> numbers;

  private Normaliser(Optional<Numbers> numbers) {
    this.numbers = numbers;
  }

  /**
   * @param device what the numbers belong to
   */
  static Normaliser of(Normalisation normalisation, NDManager device) {
    return switch (normalisation) {
      case Normalisation.None none -> new Normaliser(Optional.empty());
      case Normalisation.Fixed fixed ->
          new Normaliser(
              Optional.of(new Numbers(tensor(fixed.mean(), device), tensor(fixed.std(), device))));
      case Normalisation.Measured measured ->
          throw new IllegalArgumentException("measure first: ChannelStatistics gives the numbers");
    };
  }

  private static NDArray tensor(List<Double> values, NDManager device) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    return device.create(numbers, new Shape(1, numbers.length, 1, 1));
  }

  /**
   * The images normalised.
   *
   * @param images float32 [B, C, H, W], 0 to 1
   * @throws DataException where there are numbers for another count of channels
   */
  NDArray normalise(NDArray images) {
    numbers.ifPresent(n -> requireFit(n, images));
    return numbers.map(n -> NORMALISE.call(images, n.mean, n.std)).orElse(images);
  }

  /** What {@link #normalise} was given, but for rounding. */
  NDArray restore(NDArray images) {
    return numbers.map(n -> RESTORE.call(images, n.mean, n.std)).orElse(images);
  }

  private static void requireFit(Numbers numbers, NDArray images) {
    long given = numbers.mean.size();
    long channels = images.getShape().get(1);
    if (given != 1 && given != channels) {
      throw new DataException(
          "images are normalised with a mean and std for each of %d channels, and these have %d"
              .formatted(given, channels));
    }
  }
}
