package dev.specc.weights;

import dev.specc.file.UnfinishedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes tensors in the safetensors format, one after the other. */
public final class SafetensorsWriter {
  /** Writes a tensor's bytes when its turn comes, little-endian, and leaves the stream open. */
  public interface Bytes {
    void writeTo(OutputStream out) throws IOException;
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
    try (UnfinishedFile unfinished = new UnfinishedFile(file)) {
      try (FileChannel channel =
          FileChannel.open(
              unfinished.path(),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeTo(Channels.newOutputStream(channel), metadata, tensors);
        channel.force(true);
      }
      unfinished.finish();
    }
  }

  private static void writeTo(OutputStream out, Map<String, String> metadata, List<Named> tensors)
      throws IOException {
    List<TensorEntry> entries = new ArrayList<>();
    long end = 0;
    for (Named tensor : tensors) {
      long start = end;
      end += tensor.size();
      entries.add(new TensorEntry(tensor.name(), tensor.type(), tensor.dims(), start, end));
    }
    byte[] header = SafetensorsHeader.encode(metadata, entries);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    for (Named tensor : tensors) {
      tensor.bytes().writeTo(out);
    }
  }
}
