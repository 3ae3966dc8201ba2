package dev.specc.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of equal records, read where it is asked for, from any thread. It stays open until nobody
 * holds it.
 */
final class RecordFile {
  private final Path file;
  private final FileChannel channel;
  private final int bytes;
  private final int count;

  /**
   * @param bytes of each record
   * @throws DataException where there is no such file or it does not end with a record
   */
  RecordFile(Path file, int bytes) {
    this.file = file;
    this.bytes = bytes;
    try {
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
      long size = channel.size();
      if (size == 0 || size % bytes != 0) {
        throw new DataException(
            "%s: has %,d bytes, and whole images of %,d are needed: the file is cut off or another"
                .formatted(file, size, bytes));
      }
      this.count = Math.toIntExact(size / bytes);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  Path file() {
    return file;
  }

  int count() {
    return count;
  }

  /** Some bytes of a record. */
  void read(int record, int offset, byte[] to) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(to);
      long at = (long) record * bytes + offset;
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new DataException(file + ": is shorter than when it was opened");
        }
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
