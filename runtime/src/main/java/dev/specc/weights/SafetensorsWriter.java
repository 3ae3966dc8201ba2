package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes tensors in the safetensors format, one after the other. */
public final class SafetensorsWriter {
  /** Gives a tensor's bytes when its turn comes, little-endian. */
  public interface Bytes {
    ByteBuffer get() throws IOException;
  }

  /** A tensor to write. */
  public record Named(String name, ElementType type, List<Long> dims, Bytes bytes) {
    long size() {
      return dims.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  private SafetensorsWriter() {}

  /**
   * Writes a file in one move: whoever looks, now or after a loss of power, sees the old file or
   * the whole new one.
   *
   * @param metadata texts by name
   * @throws IOException where the disk is full, say; the old file is untouched then
   */
  public static void write(Path file, Map<String, String> metadata, List<Named> tensors)
      throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeTo(channel, metadata, tensors);
        channel.force(true);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void writeTo(
      FileChannel channel, Map<String, String> metadata, List<Named> tensors) throws IOException {
    List<TensorEntry> entries = new ArrayList<>();
    long end = 0;
    for (Named tensor : tensors) {
      long start = end;
      end += tensor.size();
      entries.add(new TensorEntry(tensor.name(), tensor.type(), tensor.dims(), start, end));
    }
    byte[] header = SafetensorsHeader.encode(metadata, entries);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    writeAll(channel, length.putLong(header.length).flip());
    writeAll(channel, ByteBuffer.wrap(header));
    for (Named tensor : tensors) {
      writeAll(channel, tensor.bytes().get());
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
