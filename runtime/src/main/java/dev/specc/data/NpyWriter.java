package dev.specc.data;

import dev.specc.file.UnfinishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a float32 array in NumPy's .npy format, some rows at a time. The file appears when it is
 * whole.
 */
public final class NpyWriter implements AutoCloseable {
  private static final int BEFORE_HEADER = 10;

  private final UnfinishedFile file;
  private final FileChannel channel;

  /** Starts a file for an array of this shape. */
  public NpyWriter(Path file, List<Long> dims) throws IOException {
    this.file = new UnfinishedFile(file);
    this.channel =
        FileChannel.open(
            this.file.path(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    byte[] header =
        new NpyHeader(NpyType.FLOAT32, dims)
            .text(BEFORE_HEADER)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer start =
        ByteBuffer.allocate(BEFORE_HEADER + header.length).order(ByteOrder.LITTLE_ENDIAN);
    start.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    append(start.putShort((short) header.length).put(header).flip());
  }

  /** Appends float32 numbers, little-endian. */
  public void append(ByteBuffer floats) throws IOException {
    while (floats.hasRemaining()) {
      channel.write(floats);
    }
  }

  /** All rows were appended: gives the file its name. */
  public void finish() throws IOException {
    channel.close();
    file.finish();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    file.close();
  }
}
