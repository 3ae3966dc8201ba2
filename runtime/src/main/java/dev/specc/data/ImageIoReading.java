package dev.specc.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** One image through a decoder of javax.imageio, whose warnings are kept. */
final class ImageIoReading implements AutoCloseable {
  private final ImageReader reader;
  private final StringBuilder warning = new StringBuilder();

  /**
   * @param format {@code png} or {@code jpeg}
   */
  ImageIoReading(String format, byte[] file) {
    this.reader = ImageIO.getImageReadersByFormatName(format).next();
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
    IIOReadWarningListener listener = (source, text) -> warning.append(text).append(' ');
    reader.addIIOReadWarningListener(listener);
  }

  interface Work<T> {
    T read(ImageReader reader) throws IOException;
  }

  /**
   * @throws CorruptImage where the decoder gives up, in whatever way: on corrupt files it has also
   *     thrown what only its own mistakes should throw
   */
  <T> T read(Work<T> work) throws CorruptImage {
    try {
      return work.read(reader);
    } catch (IOException | RuntimeException e) {
      throw new CorruptImage("the image data are corrupt", e);
    }
  }

  /** What the decoder complained of; empty where all was well. */
  String warnings() {
    return warning.toString().strip();
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
