package dev.specc.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images to train on and others, held out: to choose by, to test on, or both.
 *
 * @param name as {@code --data} names it
 * @param splits the training images and at least one other split, none with an image of another;
 *     all of one size
 * @param classes the name of each class, in the order of their numbers
 */
public record Dataset(String name, Map<Split, ImageSet> splits, List<String> classes) {
  /**
   * @throws DataException where nothing is held out, the images of two splits differ in size or
   *     channels, or a label has no class
   */
  public Dataset {
    classes = List.copyOf(classes);
    splits = Collections.unmodifiableMap(new EnumMap<>(splits));
    ImageSet train = splits.get(Split.TRAIN);
    if (train == null || splits.size() < 2) {
      throw new DataException(name + ": training takes images to learn from and others to test on");
    }
    for (ImageSet images : splits.values()) {
      if (!size(images).equals(size(train))) {
        throw new DataException(
            "%s has images of %s, and %s of %s"
                .formatted(train.source(), size(train), images.source(), size(images)));
      }
      images.requireLabelsBelow(classes.size());
    }
  }

  private static String size(ImageSet images) {
    return "%dx%d %s pixels"
        .formatted(images.height(), images.width(), images.channels() == 1 ? "grey" : "colour");
  }

  /** The images to learn from. */
  public ImageSet train() {
    return get(Split.TRAIN).orElseThrow();
  }

  public Optional<ImageSet> get(Split split) {
    return Optional.ofNullable(splits.get(split));
  }

  /** What to choose by while training: the validation images, else the test images. */
  public ImageSet chosenBy() {
    return get(Split.VALIDATION).or(() -> get(Split.TEST)).orElseThrow();
  }

  /** What {@link #chosenBy} are called: the test images where they are reported on, too. */
  public Split heldOut() {
    return chosenBy() == testedOn() ? Split.TEST : Split.VALIDATION;
  }

  /** What to report on: the test images, else the validation images. */
  public ImageSet testedOn() {
    return get(Split.TEST).or(() -> get(Split.VALIDATION)).orElseThrow();
  }
}
