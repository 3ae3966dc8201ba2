package dev.specc.data;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads PNG and JPEG files as torchvision's ImageFolder does: transparency is dropped, a palette
 * looked up, of 16 bits the upper 8 are taken, CMYK and YCCK become RGB, and the orientation that a
 * camera noted is not looked at.
 */
public final class ImageFile {
  private static final long MOST_BYTES = 256L << 20;

  private ImageFile() {}

  /**
   * Reads a whole image.
   *
   * @return with one channel where the file is grey, else three
   * @throws DataException where there is no such file, or it is corrupt or no PNG or JPEG file
   */
  public static Pixels read(Path file) {
    try {
      return decode(file);
    } catch (CorruptImage e) {
      throw new DataException(file + ": " + e.reason(), e);
    }
  }

  /**
   * The size of an image, as [height, width], without decoding it.
   *
   * @throws DataException where there is no such file, or it is no PNG or JPEG file, or cut off
   */
  public static List<Integer> size(Path file) {
    try {
      ImageHeader header = check(file);
      return List.of(header.height(), header.width());
    } catch (CorruptImage e) {
      throw new DataException(file + ": " + e.reason(), e);
    }
  }

  /** Decodes a file; nothing is allocated before its header was checked. */
  static Pixels decode(Path file) throws CorruptImage {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ImageHeader header = ImageHeader.of(channel);
      if (channel.size() > MOST_BYTES) {
        throw new CorruptImage(
            "the file has %,d bytes; at most %,d are read".formatted(channel.size(), MOST_BYTES));
      }
      byte[] bytes = Files.readAllBytes(file);
      return switch (header.kind()) {
        case PNG -> PngDecoder.decode(header, bytes);
        case JPEG -> JpegDecoder.decode(header, bytes);
      };
    } catch (IOException e) {
      throw new CorruptImage(reason(e));
    }
  }

  /**
   * The header of a file of which the last bytes are as they should be; a file with others is
   * decoded, to see whether something is missing or there is only more after the image.
   */
  static ImageHeader check(Path file) throws CorruptImage {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ImageHeader header = ImageHeader.of(channel);
      if (!header.isWhole(channel)) {
        decode(file);
      }
      return header;
    } catch (IOException e) {
      throw new CorruptImage(reason(e));
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> "there is no such file";
      case AccessDeniedException denied -> "it may not be read (permission denied)";
      case IOException other -> "it cannot be read (" + other.getMessage() + ")";
    };
  }
}
