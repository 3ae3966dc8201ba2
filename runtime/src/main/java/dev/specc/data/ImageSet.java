package dev.specc.data;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;

/**
 * Labelled images of one size: one split of a dataset, at least one image.
 *
 * <p>Pixels are unsigned bytes, 0 for black to 255 for white; C is 1 for grey, 3 for red, green and
 * blue. A set may be read from several threads at once.
 */
public interface ImageSet {
  /** How many images, at least 1. */
  int count();

  /** 1 or 3. */
  int channels();

  /** In pixels. */
  int height();

  /** In pixels. */
  int width();

  /** The class of an image, counted from 0. */
  int label(int index);

  /** Where the images come from, as messages name it: a file or a folder. */
  String source();

  /** Where the labels come from, as messages name it. */
  String labelSource();

  /** How messages name one image: its file, or its place in a file of many. */
  String name(int index);

  /**
   * Puts the pixels of one image, [C, H, W], where the buffer stands.
   *
   * @param to with at least {@link #imageBytes} bytes left
   * @throws DataException naming the image, where its file is gone or corrupt
   */
  void read(int index, ByteBuffer to);

  /** C * H * W. */
  default int imageBytes() {
    return channels() * height() * width();
  }

  /** The size of all images, decoded, in bytes. */
  default long bytes() {
    return (long) count() * imageBytes();
  }

  /** One more than the largest label. */
  default int classesSeen() {
    return label(largestLabel()) + 1;
  }

  /** The place of the first image that has the largest label. */
  default int largestLabel() {
    int largest = 0;
    for (int i = 1; i < count(); i++) {
      largest = label(i) > label(largest) ? i : largest;
    }
    return largest;
  }

  /**
   * Checks every label.
   *
   * @throws DataException naming the first label that is not below {@code classes}
   */
  default void requireLabelsBelow(int classes) {
    for (int i = 0; i < count(); i++) {
      if (label(i) >= classes) {
        throw new DataException(
            "%s: label %d of image %,d is out of range: there are %d classes, 0 to %d"
                .formatted(labelSource(), label(i), i, classes, classes - 1));
      }
    }
  }

  /**
   * Opens the images for reading in batches, on the manager's device. A set of up to {@link
   * ResidentImages#MOST_BYTES} is held there as one uint8 array [N, C, H, W], which this call
   * fills; of a larger one images are decoded on threads, ahead of the step.
   *
   * @param manager whose device is used; it may not be closed before the reader
   * @throws DataException where an image cannot be read
   */
  default ImageReader open(NDManager manager) {
    return ResidentImages.fits(this)
        ? new ResidentImages(manager, this)
        : new StreamedImages(manager, this);
  }
}
