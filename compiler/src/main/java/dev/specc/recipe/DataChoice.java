package dev.specc.recipe;

import java.util.List;

/**
 * The images.
 *
 * @param source the name of a dataset, or a folder
 * @param resize what images are resized to before they are augmented
 * @param normalisation what is done to their values, from 0 to 1, afterwards
 * @param validation the training images that are held out to choose by
 */
public record DataChoice(
    String source, Resize resize, Normalisation normalisation, Validation validation) {
  /** The images as they are, none of them held out. */
  public static DataChoice asTheyAre(String source) {
    return new DataChoice(
        source, new Resize.Keep(), new Normalisation.None(), new Validation.None());
  }

  /** Other images, treated alike. */
  public DataChoice of(String other) {
    return new DataChoice(other, resize, normalisation, new Validation.None());
  }

  /** The size to work with. */
  public sealed interface Resize {
    /** Images that all have one size keep it; others are resized to the net's input. */
    record Keep() implements Resize {}

    /** To this size, in pixels, whatever the sides' ratio. */
    record To(int height, int width) implements Resize {
      public To {
        Require.that(height >= 1 && width >= 1, "a size is at least 1");
      }
    }
  }

  /** {@code (x - mean) / std}, channel by channel, as torchvision's Normalize. */
  public sealed interface Normalisation {
    record None() implements Normalisation {}

    /** With the mean and standard deviation of the training images, channel by channel. */
    record Measured() implements Normalisation {}

    /**
     * @param mean one for all channels, or one for each
     * @param std as many
     */
    record Fixed(List<Double> mean, List<Double> std) implements Normalisation {
      public Fixed {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Require.that(mean.size() == std.size() && !mean.isEmpty(), "a mean and a std each");
        Require.that(std.stream().allMatch(s -> s > 0), "a std is above 0");
      }
    }
  }

  /** Which training images are held out. With none, the test images take their part. */
  public sealed interface Validation {
    record None() implements Validation {}

    /** This share of them, in (0, 1), chosen by the seed. */
    record Share(double share) implements Validation {
      public Share {
        Require.that(share > 0 && share < 1, "a share is between 0 and 1");
      }
    }

    /** So many, chosen by the seed. */
    record Count(int images) implements Validation {
      public Count {
        Require.that(images >= 1, "at least one image is held out");
      }
    }
  }
}
