package dev.specc.data;

import java.util.List;

/**
 * Images to train on and others, held out, to test on.
 *
 * @param name as {@code --data} names it
 * @param classes the name of each class, in the order of their numbers
 */
public record Dataset(
    String name, LabelledImages train, LabelledImages test, List<String> classes) {
  /**
   * @throws DataException where the images of the two differ in size, or a label has no class
   */
  public Dataset {
    classes = List.copyOf(classes);
    if (train.height() != test.height() || train.width() != test.width()) {
      throw new DataException(
          "%s has images of %dx%d pixels, and %s of %dx%d"
              .formatted(
                  train.imageFile(),
                  train.height(),
                  train.width(),
                  test.imageFile(),
                  test.height(),
                  test.width()));
    }
    train.requireLabelsBelow(classes.size());
    test.requireLabelsBelow(classes.size());
  }
}
