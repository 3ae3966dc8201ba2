package dev.specc.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What the first bytes of an image file say of it: read without decoding, and checked before memory
 * is taken on their word.
 *
 * @param height in pixels
 * @param width in pixels
 * @param colour whether it has more than one channel, transparency not counted
 */
record ImageHeader(Kind kind, int height, int width, boolean colour) {
  /** The formats that are read, told apart by content: a name may lie. */
  enum Kind {
    /** ISO/IEC 15948. */
    PNG,
    /** ITU-T T.81: baseline and progressive, 8 bits, Huffman-coded. */
    JPEG
  }

  /** More pixels than any camera takes: the header lies, or the picture is no training image. */
  static final long MOST_PIXELS = 1L << 26;

  private static final long PNG_MAGIC = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int PNG_PALETTE = 3;
  private static final int COLOUR_BIT = 2;

  /** Markers of frames that are read: SOF0 to SOF2. */
  private static final Set<Integer> FRAMES = Set.of(0xc0, 0xc1, 0xc2);

  /** Markers in the range of frames that are none: DHT, JPG, DAC. */
  private static final Set<Integer> NO_FRAMES = Set.of(0xc4, 0xc8, 0xcc);

  /** How files of other kinds start, for messages. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "47494638", "a GIF file",
          "424d", "a BMP file",
          "52494646", "a WebP file",
          "49492a00", "a TIFF file",
          "4d4d002a", "a TIFF file",
          "1f8b", "gzip'd",
          "504b0304", "a zip file",
          "3c", "a web page or XML");

  /**
   * Reads the header at the start of a channel.
   *
   * @throws CorruptImage where it is none, or of an image that is not read
   */
  static ImageHeader of(SeekableByteChannel channel) throws IOException, CorruptImage {
    ByteBuffer start = bytes(channel, 0, 33);
    if (!start.hasRemaining()) {
      throw new CorruptImage("the file is empty");
    }
    if (start.remaining() >= 8 && start.getLong(0) == PNG_MAGIC) {
      return png(start);
    }
    if (start.remaining() >= 3 && (start.getShort(0) & 0xffff) == 0xffd8 && start.get(2) == -1) {
      return jpeg(channel);
    }
    throw other(start);
  }

  private static CorruptImage other(ByteBuffer start) {
    String hex = HexFormat.of().formatHex(start.array(), 0, Math.min(8, start.remaining()));
    return OTHERS.entrySet().stream()
        .filter(e -> hex.startsWith(e.getKey()))
        .findFirst()
        .map(e -> new CorruptImage("it is " + e.getValue() + ", no PNG or JPEG"))
        .orElseGet(() -> new CorruptImage("it starts with " + hex + ", as no PNG or JPEG does"));
  }

  private static ImageHeader png(ByteBuffer start) throws CorruptImage {
    if (start.remaining() < 33) {
      throw new CorruptImage("the file ends inside its header");
    }
    CRC32 sum = new CRC32();
    sum.update(start.array(), 12, 17);
    if (start.getInt(8) != 13
        || start.getInt(12) != IHDR
        || start.getInt(29) != (int) sum.getValue()) {
      throw new CorruptImage("the PNG header is corrupt");
    }
    int type = start.get(25);
    boolean colour = type == PNG_PALETTE || (type & COLOUR_BIT) != 0;
    return checked(Kind.PNG, start.getInt(20), start.getInt(16), colour);
  }

  /** Walks from marker to marker: thumbnails and profiles before the frame may be long. */
  private static ImageHeader jpeg(SeekableByteChannel channel) throws IOException, CorruptImage {
    long at = 2;
    while (true) {
      ByteBuffer segment = bytes(channel, at, 10);
      if (segment.remaining() < 10) {
        throw new CorruptImage("the file ends inside its header");
      }
      int marker = segment.get(1) & 0xff;
      if (segment.get(0) != -1 || marker == 0xd9 || marker == 0xda) {
        throw new CorruptImage("the JPEG header is corrupt: no frame in it");
      }
      if (marker == 0xff) {
        at++;
      } else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.contains(marker)) {
        return frame(marker, segment);
      } else {
        at += 2 + (segment.getShort(2) & 0xffff);
      }
    }
  }

  private static ImageHeader frame(int marker, ByteBuffer segment) throws CorruptImage {
    if (!FRAMES.contains(marker)) {
      throw new CorruptImage(
          "it is a lossless or arithmetic-coded JPEG (marker ff%02x), which is not read"
              .formatted(marker));
    }
    if (segment.get(4) != 8) {
      throw new CorruptImage("it is a JPEG of %d bits, and 8 are read".formatted(segment.get(4)));
    }
    int height = segment.getShort(5) & 0xffff;
    int width = segment.getShort(7) & 0xffff;
    return checked(Kind.JPEG, height, width, segment.get(9) != 1);
  }

  private static ImageHeader checked(Kind kind, int height, int width, boolean colour)
      throws CorruptImage {
    if (height < 1 || width < 1) {
      throw new CorruptImage(
          "the header is corrupt: it gives %dx%d pixels".formatted(height, width));
    }
    if ((long) height * width > MOST_PIXELS) {
      throw new CorruptImage(
          "its header claims %dx%d pixels; at most %,d are read"
              .formatted(height, width, MOST_PIXELS));
    }
    return new ImageHeader(kind, height, width, colour);
  }

  /** Whether the file's last bytes are an image's: a file that was cut off has others. */
  boolean isWhole(SeekableByteChannel channel) throws IOException {
    return switch (kind) {
      case PNG -> {
        ByteBuffer end = bytes(channel, channel.size() - 12, 12);
        yield end.remaining() == 12 && end.getLong(0) == 0x49454e44L;
      }
      case JPEG -> {
        ByteBuffer end = bytes(channel, channel.size() - 2, 2);
        yield end.remaining() == 2 && (end.getShort(0) & 0xffff) == 0xffd9;
      }
    };
  }

  private static ByteBuffer bytes(SeekableByteChannel channel, long at, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    channel.position(Math.max(0, at));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // A channel may give less than was asked for.
    }
    return bytes.flip();
  }
}
