package dev.specc.data;

import java.nio.ByteBuffer;

/** Another set's images, all of them and as they are, but for what a subclass changes. */
class ForwardedImages implements ImageSet {
  final ImageSet images;

  ForwardedImages(ImageSet images) {
    this.images = images;
  }

  @Override
  public int count() {
    return images.count();
  }

  @Override
  public int channels() {
    return images.channels();
  }

  @Override
  public int height() {
    return images.height();
  }

  @Override
  public int width() {
    return images.width();
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public String source() {
    return images.source();
  }

  @Override
  public String labelSource() {
    return images.labelSource();
  }

  @Override
  public String name(int index) {
    return images.name(index);
  }

  @Override
  public void read(int index, ByteBuffer to) {
    images.read(index, to);
  }
}
