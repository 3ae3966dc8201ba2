package dev.specc.weights;

import dev.specc.weights.PickleValue.Row;
import dev.specc.weights.PickleValue.Storage;
import dev.specc.weights.PickleValue.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, as many published weights still are: five
 * pickles (a magic number, the version, the writer's machine, the {@code state_dict}, the keys of
 * the storages) and then each storage: its number of elements as 64 bits, and the elements.
 */
final class TorchLegacyFile implements WeightsFile, TorchStorages {
  private static final int MAX_PICKLES = 1 << 26;
  private static final int COUNT_BYTES = 8;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Storage> storages = new HashMap<>();

  /** Where the elements of each storage start. */
  private final Map<String, Long> starts = new HashMap<>();

  private final Map<String, StoredTensor> tensors;

  private TorchLegacyFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_PICKLES));
    ChannelReads.fill(file, channel, bytes, 0);
    bytes.flip();
    for (int i = 0; i < 3; i++) {
      next(bytes);
    }
    PickleReader reader = new PickleReader(file.toString(), bytes);
    PickleValue pickled = reader.read();
    reader.storages().forEach(s -> storages.put(s.key(), s));
    locate(next(bytes), bytes.position());
    this.tensors = TorchStateDict.of(file.toString(), pickled, this);
  }

  static TorchLegacyFile open(Path file) throws IOException {
    FileChannel channel = WeightsFile.channel(file);
    try {
      return new TorchLegacyFile(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private PickleValue next(ByteBuffer bytes) {
    return new PickleReader(file.toString(), bytes).read();
  }

  private void locate(PickleValue keys, long position) throws IOException {
    if (!(keys instanceof Row row)) {
      throw corrupt("it lists no storages");
    }
    long at = position;
    for (PickleValue key : row.items()) {
      if (!(key instanceof Text text) || !(storages.get(text.text()) instanceof Storage storage)) {
        throw corrupt("it lists a storage that no tensor has");
      }
      ByteBuffer count = ByteBuffer.allocate(COUNT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      ChannelReads.fill(file, channel, count, at);
      long left = (channel.size() - at - COUNT_BYTES) / storage.type().bytes();
      if (count.getLong(0) != storage.elements() || storage.elements() > left) {
        throw corrupt(
            "a storage should hold %d numbers, has %d, and the file ends after %d"
                .formatted(storage.elements(), count.getLong(0), left));
      }
      starts.put(text.text(), at + COUNT_BYTES);
      at += COUNT_BYTES + storage.elements() * storage.type().bytes();
    }
  }

  @Override
  public ByteBuffer read(Storage storage) throws IOException {
    Long start = starts.get(storage.key());
    if (start == null || !storage.equals(storages.get(storage.key()))) {
      throw corrupt("a tensor's storage is missing");
    }
    ByteBuffer bytes = storage.type().allocate(storage.elements());
    ChannelReads.fill(file, channel, bytes, start);
    return bytes.flip();
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private WeightsException corrupt(String what) {
    return new WeightsException(file + ": no state_dict, or corrupt: " + what);
  }
}
