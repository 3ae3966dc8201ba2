package dev.specc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * An array in NumPy's .npy format (https://numpy.org/neps/nep-0001-npy-format.html), of which rows
 * are read as float32 when they are asked for.
 */
public final class NpyReader implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final NpyHeader header;
  private final long start;

  private NpyReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    ByteBuffer head = bytes(0, (int) Math.min(12, channel.size()));
    if (head.remaining() < 12 || !head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new DataException(file + ": no .npy file; numpy.save(file, array) writes one");
    }
    int version = head.get(6);
    long length = version == 1 ? head.getShort(8) & 0xffff : head.getInt(8) & 0xffffffffL;
    int before = version == 1 ? 10 : 12;
    if (version < 1 || version > 3 || length > MAX_HEADER || before + length > channel.size()) {
      throw new DataException(
          "%s: the header is corrupt: version %d, %d bytes long, in a file of %d"
              .formatted(file, version, length, channel.size()));
    }
    String text = StandardCharsets.UTF_8.decode(bytes(before, (int) length)).toString();
    this.header = NpyHeader.parse(file.toString(), text);
    this.start = before + length;
    if (header.bytes() != channel.size() - start) {
      throw new DataException(
          "%s: the header promises %s numbers of type %s, and %d bytes follow"
              .formatted(file, header.dims(), header.type().code(), channel.size() - start));
    }
  }

  /** Whether a file starts as an array does; false where it cannot be read. */
  public static boolean isArray(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @throws DataException where there is no such file, or it is corrupt or has a type that specc
   *     does not read
   */
  public static NpyReader open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new NpyReader(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  public List<Long> dims() {
    return header.dims();
  }

  NpyType type() {
    return header.type();
  }

  /** The bytes of one row of the first axis, as the file has them; from any thread. */
  void read(long row, byte[] to) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(to);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, start + row * to.length + buffer.position()) < 0) {
          throw new DataException(file + ": is shorter than when it was opened");
        }
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** All numbers, of a whole type, of an array that fits into memory twice. */
  long[] wholeNumbers() {
    long count = header.dims().stream().reduce(1L, Math::multiplyExact);
    try {
      ByteBuffer stored = bytes(start, Math.toIntExact(count * header.type().bytes()));
      long[] numbers = new long[Math.toIntExact(count)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = header.type().wholeAt(stored, i);
      }
      return numbers;
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Some rows of the first axis as float32, little-endian.
   *
   * @throws DataException where the file cannot be read
   */
  public ByteBuffer rows(long from, int count) {
    int row = Math.toIntExact(header.dims().stream().skip(1).reduce(1L, Math::multiplyExact));
    NpyType type = header.type();
    try {
      ByteBuffer stored =
          bytes(start + from * row * type.bytes(), Math.multiplyExact(count, row * type.bytes()));
      if (type == NpyType.FLOAT32) {
        return stored;
      }
      ByteBuffer floats =
          ByteBuffer.allocateDirect(count * row * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count * row; i++) {
        floats.putFloat(type.floatAt(stored, i));
      }
      return floats.flip();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private ByteBuffer bytes(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new DataException(file + ": the file is cut off");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be closed (" + e.getMessage() + ")", e);
    }
  }
}
