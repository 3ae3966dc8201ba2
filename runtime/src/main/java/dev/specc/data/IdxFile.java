package dev.specc.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of MNIST (http://yann.lecun.com/exdb/mnist): two
 * zero bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as a
 * big-endian 32-bit number, then the elements.
 *
 * <p>Whether the file is gzip'd is seen from its content. Memory grows with what the file really
 * holds, never with what its header promises.
 */
public final class IdxFile {
  private static final int UNSIGNED_BYTE = 8;
  private static final int GZIP_MAGIC = 0x1f8b;

  /** A few megabytes of gzip may hold gigabytes of zeros. */
  private static final int ROOM =
      (int) Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 4);

  private final String name;
  private final List<Integer> dims;
  private final byte[] elements;

  private IdxFile(String name, List<Integer> dims, byte[] elements) {
    this.name = name;
    this.dims = dims;
    this.elements = elements;
  }

  /**
   * Reads a whole file.
   *
   * @param name how messages name it
   * @param rank the number of dimensions that it must have
   * @throws DataException where the file is empty, corrupt, of another format, or shorter or longer
   *     than its header says
   */
  public static IdxFile read(String name, InputStream file, int rank) {
    return read(name, file, rank, ROOM);
  }

  /**
   * @param room how many elements there may be
   */
  static IdxFile read(String name, InputStream file, int rank, int room) {
    try (InputStream content = unzipped(name, file)) {
      List<Integer> dims = header(name, content, rank);
      byte[] elements = elements(name, content, dims, room);
      return new IdxFile(name, dims, elements);
    } catch (EOFException e) {
      throw new DataException(name + ": the gzip'd data end too early; the file is cut off", e);
    } catch (ZipException e) {
      throw new DataException(name + ": the gzip'd data are corrupt (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  public String name() {
    return name;
  }

  public int dim(int axis) {
    return dims.get(axis);
  }

  /** The elements, the last axis fastest. The caller must not change them. */
  byte[] elements() {
    return elements;
  }

  private static InputStream unzipped(String name, InputStream file) throws IOException {
    InputStream buffered = new BufferedInputStream(file, 1 << 16);
    buffered.mark(2);
    byte[] magic = buffered.readNBytes(2);
    buffered.reset();
    if (magic.length == 0) {
      throw new DataException(name + ": the file is empty");
    }
    boolean zipped = magic.length == 2 && ((magic[0] & 0xff) << 8 | magic[1] & 0xff) == GZIP_MAGIC;
    return zipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private static List<Integer> header(String name, InputStream content, int rank)
      throws IOException {
    byte[] magic = content.readNBytes(4);
    byte[] expected = {0, 0, UNSIGNED_BYTE, (byte) rank};
    if (!Arrays.equals(magic, expected)) {
      HexFormat hex = HexFormat.ofDelimiter(" ");
      throw new DataException(
          "%s: not an IDX file of bytes with %d dimension%s: it starts with %s, not with %s"
              .formatted(
                  name,
                  rank,
                  rank == 1 ? "" : "s",
                  magic.length == 0 ? "nothing" : hex.formatHex(magic),
                  hex.formatHex(expected)));
    }
    Integer[] dims = new Integer[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = dimension(name, content.readNBytes(4));
    }
    return List.of(dims);
  }

  private static int dimension(String name, byte[] bigEndian) {
    if (bigEndian.length < 4) {
      throw new DataException(name + ": the file ends inside its header");
    }
    int dim = java.nio.ByteBuffer.wrap(bigEndian).getInt();
    if (dim < 1) {
      throw new DataException(
          name + ": the header is corrupt: it gives a size of " + Integer.toUnsignedLong(dim));
    }
    return dim;
  }

  private static byte[] elements(String name, InputStream content, List<Integer> dims, int room)
      throws IOException {
    long promised = 1;
    for (int dim : dims) {
      promised = promised > Integer.MAX_VALUE ? promised : promised * dim;
    }
    byte[] elements = content.readNBytes((int) Math.min(promised, room));
    boolean more = content.read() >= 0;
    if (more && elements.length < promised) {
      throw new DataException(
          "%s: holds more than %,d bytes, a quarter of the memory that Java may use"
              .formatted(name, room));
    }
    if (elements.length < promised || more) {
      throw new DataException(
          "%s: the header promises %s bytes, and %s follow"
              .formatted(
                  name,
                  dims.stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                  more ? "more" : "only " + elements.length));
    }
    return elements;
  }
}
