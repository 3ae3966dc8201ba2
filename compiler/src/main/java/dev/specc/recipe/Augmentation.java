package dev.specc.recipe;

/**
 * A random change of training images, drawn anew for each image (or pair) of each batch.
 *
 * <p>Those of {@link Pixels} work on values from 0 to 1; then comes normalisation; then {@link
 * Erasure}, for which zero is the mean; last {@link Mix}, which mixes labels too. Within each of
 * the three they are applied in the recipe's order.
 */
public sealed interface Augmentation {
  /** Changes what is to be seen, before normalisation. */
  sealed interface Pixels extends Augmentation {}

  /** Blanks out a part, after normalisation. */
  sealed interface Erasure extends Augmentation {}

  /** Mixes images of a batch, and their labels in the same proportion. */
  sealed interface Mix extends Augmentation {}

  /** torchvision's RandomCrop: pads all sides by so many black pixels, then cuts the old size. */
  record RandomCrop(int padding) implements Pixels {
    public RandomCrop {
      Require.that(padding >= 1, "padding is at least 1");
    }
  }

  /**
   * torchvision's RandomResizedCrop (Szegedy et al. 2015): a part of the image, resized to the
   * whole, bilinear.
   *
   * @param minScale the smallest share of the area
   * @param minRatio the smallest width through height, drawn evenly on a logarithmic scale
   */
  record RandomResizedCrop(double minScale, double maxScale, double minRatio, double maxRatio)
      implements Pixels {
    public RandomResizedCrop {
      Require.that(
          0 < minScale && minScale <= maxScale && maxScale <= 1, "a scale is a range in (0, 1]");
      Require.that(0 < minRatio && minRatio <= maxRatio, "a ratio is a range above 0");
    }
  }

  /** Left to right, with this probability. */
  record HorizontalFlip(double probability) implements Pixels {
    public HorizontalFlip {
      requireProbability(probability);
    }
  }

  /** Upside down, with this probability. */
  record VerticalFlip(double probability) implements Pixels {
    public VerticalFlip {
      requireProbability(probability);
    }
  }

  /** About the centre, by up to so many degrees either way; bilinear, black outside. */
  record Rotation(double degrees) implements Pixels {
    public Rotation {
      Require.that(degrees > 0 && degrees <= 180, "degrees are in (0, 180]");
    }
  }

  /**
   * torchvision's ColorJitter, in the order brightness, contrast, saturation, hue.
   *
   * @param brightness a factor is drawn from [max(0, 1 - b), 1 + b]; contrast and saturation too
   * @param hue a shift is drawn from [-h, h] of the circle of hues; at most 0.5
   */
  record ColourJitter(double brightness, double contrast, double saturation, double hue)
      implements Pixels {
    public ColourJitter {
      Require.that(brightness >= 0 && contrast >= 0 && saturation >= 0, "a factor is at least 0");
      Require.that(hue >= 0 && hue <= 0.5, "a hue is in [0, 0.5]");
    }
  }

  /** Cubuk et al. 2019: one sub-policy of a learned policy for each image. */
  record AutoAugment(Policy policy) implements Pixels {
    /** The data that the policy was learned on. */
    public enum Policy {
      CIFAR10,
      IMAGENET
    }
  }

  /**
   * Cubuk et al. 2020: so many operations drawn from 14, all with one magnitude.
   *
   * @param magnitude 0 to 30, as in torchvision with its 31 bins
   */
  record RandAugment(int operations, int magnitude) implements Pixels {
    public RandAugment {
      Require.that(operations >= 1, "at least one operation");
      Require.that(magnitude >= 0 && magnitude <= 30, "a magnitude is 0 to 30");
    }
  }

  /** DeVries and Taylor 2017: a square of this side, anywhere, is zero; it may stick out. */
  record Cutout(int size) implements Erasure {
    public Cutout {
      Require.that(size >= 1, "a size is at least 1");
    }
  }

  /**
   * Zhong et al. 2020, as torchvision's RandomErasing: a rectangle is zero.
   *
   * @param minScale the smallest share of the area
   * @param minRatio the smallest height through width, drawn evenly on a logarithmic scale
   */
  record RandomErasing(
      double probability, double minScale, double maxScale, double minRatio, double maxRatio)
      implements Erasure {
    public RandomErasing {
      requireProbability(probability);
      Require.that(
          0 < minScale && minScale <= maxScale && maxScale <= 1, "a scale is a range in (0, 1]");
      Require.that(0 < minRatio && minRatio <= maxRatio, "a ratio is a range above 0");
    }
  }

  /** Zhang et al. 2018: a weighted sum of two images, the weight drawn from Beta(alpha, alpha). */
  record Mixup(double alpha, double probability) implements Mix {
    public Mixup {
      Require.that(alpha > 0, "alpha is above 0");
      requireProbability(probability);
    }
  }

  /** Yun et al. 2019: a rectangle of one image stands in another. */
  record CutMix(double alpha, double probability) implements Mix {
    public CutMix {
      Require.that(alpha > 0, "alpha is above 0");
      requireProbability(probability);
    }
  }

  /** Takahashi et al. 2018: parts of four images, put together about a point. */
  record Ricap(double beta, double probability) implements Mix {
    public Ricap {
      Require.that(beta > 0, "beta is above 0");
      requireProbability(probability);
    }
  }

  private static void requireProbability(double probability) {
    Require.that(probability >= 0 && probability <= 1, "a probability is in [0, 1]");
  }
}
