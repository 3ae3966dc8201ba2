package dev.specc.data;

import java.nio.ByteBuffer;

/** The grey images of an IDX file [count, height, width] with the labels of another [count]. */
final class IdxImages implements ImageSet {
  private final IdxFile images;
  private final IdxFile labels;

  /**
   * @throws DataException where the two differ in their count
   */
  IdxImages(IdxFile images, IdxFile labels) {
    if (images.dim(0) != labels.dim(0)) {
      throw new DataException(
          "%s has %,d images, and %s has %,d labels"
              .formatted(images.name(), images.dim(0), labels.name(), labels.dim(0)));
    }
    this.images = images;
    this.labels = labels;
  }

  @Override
  public int count() {
    return images.dim(0);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return images.dim(1);
  }

  @Override
  public int width() {
    return images.dim(2);
  }

  @Override
  public int label(int index) {
    return labels.elements()[index] & 0xff;
  }

  @Override
  public String source() {
    return images.name();
  }

  @Override
  public String labelSource() {
    return labels.name();
  }

  @Override
  public String name(int index) {
    return "%s[%d]".formatted(images.name(), index);
  }

  @Override
  public void read(int index, ByteBuffer to) {
    to.put(images.elements(), index * imageBytes(), imageBytes());
  }
}
