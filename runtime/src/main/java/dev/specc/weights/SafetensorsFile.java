package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors by name in the safetensors format (https://huggingface.co/docs/safetensors): the length
 * of a JSON header as a little-endian 64-bit number, the header, the bytes of the tensors.
 */
public final class SafetensorsFile {
  private SafetensorsFile() {}

  /**
   * Writes a file in one move: whoever looks sees the old file or the whole new one.
   *
   * @throws IOException where the disk is full, say; the old file is untouched then
   */
  public static void write(Path file, Map<String, NDArray> tensors) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeTo(channel, tensors);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void writeTo(FileChannel channel, Map<String, NDArray> tensors)
      throws IOException {
    List<TensorEntry> entries = new ArrayList<>();
    long end = 0;
    for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
      NDArray array = tensor.getValue();
      long start = end;
      end += array.size() * array.getDataType().getNumOfBytes();
      entries.add(
          new TensorEntry(tensor.getKey(), array.getDataType(), array.getShape(), start, end));
    }
    byte[] header = SafetensorsHeader.encode(entries);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    writeAll(channel, length.putLong(header.length).flip());
    writeAll(channel, ByteBuffer.wrap(header));
    for (NDArray array : tensors.values()) {
      writeAll(channel, array.toByteBuffer());
    }
  }

  /**
   * Reads every tensor of a file.
   *
   * @throws WeightsException where the file is missing, cut off or corrupt, or has a tensor of
   *     another type than float32, float64, int64, int32 or uint8
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      readAll(channel, length, 0);
      long header = length.getLong(0);
      long body = channel.size() - 8 - header;
      if (length.hasRemaining() || header < 2 || header > Integer.MAX_VALUE || body < 0) {
        throw new WeightsException(file + ": not a safetensors file, or cut off");
      }
      ByteBuffer json = ByteBuffer.allocate((int) header);
      readAll(channel, json, 8);
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      for (TensorEntry entry : SafetensorsHeader.decode(file.toString(), json.array(), body)) {
        tensors.put(entry.name(), tensor(file, channel, 8 + header, entry, manager));
      }
      return tensors;
    } catch (NoSuchFileException e) {
      throw new WeightsException(file + ": no such file", e);
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static NDArray tensor(
      Path file, FileChannel channel, long body, TensorEntry entry, NDManager manager)
      throws IOException {
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new WeightsException(file + ": tensor " + entry.name() + " is larger than 2 GiB");
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    readAll(channel, bytes, body + entry.start());
    return manager.create(bytes.flip(), entry.shape(), entry.type());
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Fills the buffer from a place in the file; it stays short at the end of the file. */
  private static void readAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, position);
      if (read < 0) {
        return;
      }
      position += read;
    }
  }
}
