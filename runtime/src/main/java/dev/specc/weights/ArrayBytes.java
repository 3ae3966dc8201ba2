package dev.specc.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.memory.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The elements of an array as bytes, little-endian and in the order of its axes: where they lie, if
 * they lie so on the CPU, or a copy until this is closed. None is held in the heap.
 */
public final class ArrayBytes implements AutoCloseable {
  /** Written at once: for as much a thread keeps a buffer outside the heap, as long as it lives. */
  private static final int PIECE = 1 << 20;

  private final NDManager copies;
  private final ByteBuffer bytes;

  /**
   * @throws WeightsException where they are 2 GiB or more, which no buffer of Java holds
   */
  public ArrayBytes(NDArray array) {
    long size = Math.multiplyExact(array.size(), array.getDataType().getNumOfBytes());
    if (size > Integer.MAX_VALUE) {
      throw new WeightsException(
          "a tensor of shape %s has %s, and specc writes none of 2 GiB or more"
              .formatted(Arrays.toString(array.getShape().getShape()), Bytes.show(size)));
    }
    this.copies = array.getManager().newSubManager();
    NDArray flat = array.flatten();
    flat.attach(copies);
    this.bytes = flat.toDevice(Device.cpu(), false).toByteBuffer(true);
  }

  /** Valid until this is closed. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Writes what an array holds; the stream stays open. */
  public static void write(NDArray array, OutputStream out) throws IOException {
    try (ArrayBytes elements = new ArrayBytes(array)) {
      write(elements.bytes, out);
    }
  }

  /** Writes what a buffer has left; the stream stays open. */
  public static void write(ByteBuffer bytes, OutputStream out) throws IOException {
    byte[] piece = new byte[Math.min(PIECE, bytes.remaining())];
    while (bytes.hasRemaining()) {
      int length = Math.min(piece.length, bytes.remaining());
      bytes.get(piece, 0, length);
      out.write(piece, 0, length);
    }
  }

  @Override
  public void close() {
    copies.close();
  }
}
