package dev.specc.data;

import java.nio.ByteBuffer;

/** Another set's images, each resized when it is read. */
final class FramedImages extends ForwardedImages {
  private final Frame frame;

  FramedImages(ImageSet images, Frame frame) {
    super(images);
    this.frame = frame;
  }

  @Override
  public int height() {
    return frame.height();
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public void read(int index, ByteBuffer to) {
    byte[] values = new byte[images.imageBytes()];
    images.read(index, ByteBuffer.wrap(values));
    Pixels image = new Pixels(channels(), images.height(), images.width(), values);
    to.put(frame.apply(image).values());
  }
}
