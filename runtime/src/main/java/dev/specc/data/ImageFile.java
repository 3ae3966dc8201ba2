package dev.specc.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads a PNG or JPEG file as pixels. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * The pixels of one image, as its file has them.
   *
   * @param pixels uint8 [C, H, W]; C is 1 for grey, 3 for red, green and blue
   */
  public record Pixels(int channels, int height, int width, ByteBuffer pixels) {}

  /**
   * Reads a whole image.
   *
   * @param channels 1 or 3: a colour image becomes grey by its luma, a grey one three equal
   *     channels
   * @throws DataException where there is no such file, or it is corrupt or no PNG or JPEG file
   */
  public static Pixels read(Path file, int channels) {
    throw new DataException(file + ": cannot be read yet with %d channels".formatted(channels));
  }
}
