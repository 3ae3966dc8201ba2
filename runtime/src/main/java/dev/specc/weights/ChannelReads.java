package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads of a certain number of bytes. */
final class ChannelReads {
  private ChannelReads() {}

  /**
   * Fills the buffer from a place in the file.
   *
   * @throws WeightsException where the file ends before
   */
  static void fill(Path file, FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, position);
      if (read < 0) {
        throw new WeightsException(file + ": the file is cut off at byte " + position);
      }
      position += read;
    }
  }
}
