package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in the safetensors format (https://huggingface.co/docs/safetensors): the length of a JSON
 * header as a little-endian 64-bit number, the header, the bytes of the tensors.
 */
final class SafetensorsReader implements WeightsFile {
  private static final int LENGTH_BYTES = 8;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, String> metadata;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private SafetensorsReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long header = headerLength();
    long start = LENGTH_BYTES + header;
    ByteBuffer json = ByteBuffer.allocate((int) header);
    ChannelReads.fill(file, channel, json, LENGTH_BYTES);
    SafetensorsHeader reader = new SafetensorsHeader(file.toString(), channel.size() - start);
    SafetensorsHeader.Content content = reader.decode(json.array());
    metadata = content.metadata();
    for (TensorEntry entry : content.tensors()) {
      tensors.put(entry.name(), new Entry(entry, start));
    }
  }

  static SafetensorsReader open(Path file) throws IOException {
    FileChannel channel = WeightsFile.channel(file);
    try {
      return new SafetensorsReader(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The length of the header, which the file really holds. */
  private long headerLength() throws IOException {
    if (channel.size() < LENGTH_BYTES + 2) {
      throw new WeightsException("%s: no weights: it has %d bytes".formatted(file, channel.size()));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
    ChannelReads.fill(file, channel, length, 0);
    long header = length.getLong(0);
    if (length.get(LENGTH_BYTES) != '{') {
      throw new WeightsException(
          file + ": neither a safetensors file nor a state_dict of torch.save");
    }
    long most = Math.min(channel.size() - LENGTH_BYTES, SafetensorsHeader.MAX_BYTES);
    if (header < 2 || header > most) {
      throw new WeightsException(
          "%s: its header should have %s bytes, and the file has %d: it is corrupt or cut off"
              .formatted(file, Long.toUnsignedString(header), channel.size()));
    }
    return header;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Entry implements StoredTensor {
    private final TensorEntry entry;
    private final long body;

    Entry(TensorEntry entry, long body) {
      this.entry = entry;
      this.body = body;
    }

    @Override
    public ElementType type() {
      return entry.type();
    }

    @Override
    public List<Long> dims() {
      return entry.dims();
    }

    @Override
    public ByteBuffer read(ElementType wanted) throws IOException {
      if (entry.bytes() > Integer.MAX_VALUE) {
        throw new WeightsException(file + ": tensor " + entry.name() + " is larger than 2 GiB");
      }
      int elements = (int) (entry.bytes() / type().bytes());
      ByteBuffer bytes = type().allocate(elements);
      ChannelReads.fill(file, channel, bytes, body + entry.start());
      bytes.flip();
      return type() == wanted ? bytes : converted(bytes, elements, wanted);
    }

    private ByteBuffer converted(ByteBuffer bytes, int elements, ElementType wanted) {
      ByteBuffer converted = wanted.allocate(elements);
      for (int i = 0; i < elements; i++) {
        wanted.put(type(), bytes, i, converted);
      }
      return converted.flip();
    }
  }
}
