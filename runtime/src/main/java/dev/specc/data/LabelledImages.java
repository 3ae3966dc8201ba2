package dev.specc.data;

import java.nio.ByteBuffer;

/**
 * Grey images of one size, each with the number of its class.
 *
 * <p>Pixels are unsigned bytes, 0 for black to 255 for white.
 */
public final class LabelledImages {
  private final IdxFile images;
  private final IdxFile labels;

  /**
   * Puts an image file [count, height, width] and its label file [count] together.
   *
   * @throws DataException where the two differ in their count
   */
  public LabelledImages(IdxFile images, IdxFile labels) {
    if (images.dim(0) != labels.dim(0)) {
      throw new DataException(
          "%s has %,d images, and %s has %,d labels"
              .formatted(images.name(), images.dim(0), labels.name(), labels.dim(0)));
    }
    this.images = images;
    this.labels = labels;
  }

  public int count() {
    return images.dim(0);
  }

  /** In pixels. */
  public int height() {
    return images.dim(1);
  }

  /** In pixels. */
  public int width() {
    return images.dim(2);
  }

  /** The class of an image, counted from 0. */
  public int label(int index) {
    return labels.elements()[index] & 0xff;
  }

  /** Every pixel, [count, height, width], read-only. */
  public ByteBuffer pixels() {
    return ByteBuffer.wrap(images.elements()).asReadOnlyBuffer();
  }

  /** The file that the images came from, as messages name it. */
  public String imageFile() {
    return images.name();
  }

  /** One more than the largest label. */
  public int classesSeen() {
    return label(largestLabel()) + 1;
  }

  /** The place of the first image that has the largest label. */
  public int largestLabel() {
    int largest = 0;
    for (int i = 1; i < count(); i++) {
      largest = label(i) > label(largest) ? i : largest;
    }
    return largest;
  }

  /** The file that the labels came from, as messages name it. */
  public String labelFile() {
    return labels.name();
  }

  /**
   * Checks every label.
   *
   * @throws DataException naming the first label that is not below {@code classes}
   */
  public void requireLabelsBelow(int classes) {
    for (int i = 0; i < count(); i++) {
      if (label(i) >= classes) {
        throw new DataException(
            "%s: label %d of image %,d is out of range: there are %d classes, 0 to %d"
                .formatted(labels.name(), label(i), i, classes, classes - 1));
      }
    }
  }
}
