package dev.specc.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip, not compressed, of {@code data.pkl} and
 * the storages {@code data/0}, {@code data/1} and so on, all in one folder.
 */
final class TorchZipFile implements WeightsFile, TorchStorages {
  private static final String PICKLE = "/data.pkl";
  private static final int MAX_PICKLE = 1 << 26;

  private final Path file;
  private final ZipFile zip;
  private final String folder;
  private final Map<String, StoredTensor> tensors;

  /** The storage read last: tensors that share one follow each other. */
  private PickleValue.@Nullable Storage lastRead;

  private ByteBuffer lastBytes = ByteBuffer.allocate(0);

  private TorchZipFile(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.folder = folder();
    requireLittleEndian();
    PickleValue pickled = new PickleReader(file.toString(), bytes(PICKLE, MAX_PICKLE)).read();
    this.tensors = TorchStateDict.of(file.toString(), pickled, this);
  }

  static TorchZipFile open(Path file) throws IOException {
    ZipFile zip = zip(file);
    try {
      return new TorchZipFile(file, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipFile zip(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new WeightsException(file + ": the zip is corrupt or cut off: " + e.getMessage(), e);
    }
  }

  /** The folder in the zip that everything is in: its name is the writer's choice. */
  private String folder() {
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!names.add(entry.getName())) {
        throw new WeightsException(file + ": the zip has two entries " + entry.getName());
      }
    }
    List<String> pickles = names.stream().filter(n -> n.endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new WeightsException(
          file + ": a zip, but not of torch.save: it has no data.pkl, or several");
    }
    String pickle = pickles.getFirst();
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(folder + "/byteorder") != null) {
      String order = StandardCharsets.US_ASCII.decode(bytes("/byteorder", 16)).toString();
      if (!order.equals("little")) {
        throw new WeightsException(file + ": its numbers are " + order + "-endian");
      }
    }
  }

  /** An entry's bytes. It is stored as it is, so it is no longer than the file. */
  private ByteBuffer bytes(String name, long most) throws IOException {
    ZipEntry entry =
        Optional.ofNullable(zip.getEntry(folder + name))
            .orElseThrow(() -> new WeightsException(file + ": the zip has no " + folder + name));
    long size = entry.getSize();
    if (entry.getMethod() != ZipEntry.STORED || size != entry.getCompressedSize()) {
      throw new WeightsException(
          file + ": " + entry.getName() + " is compressed, and torch.save compresses nothing");
    }
    if (size > Math.min(most, file.toFile().length())) {
      throw new WeightsException(
          "%s: %s has %,d bytes, which is too many".formatted(file, entry.getName(), size));
    }
    return stored(entry, ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN));
  }

  private ByteBuffer stored(ZipEntry entry, ByteBuffer to) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] chunk = new byte[1 << 16];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        to.put(chunk, 0, read);
      }
    } catch (ZipException | EOFException e) {
      throw new WeightsException(file + ": the zip is corrupt at " + entry.getName(), e);
    }
    if (to.hasRemaining()) {
      throw new WeightsException(file + ": " + entry.getName() + " is cut off");
    }
    return to.flip();
  }

  @Override
  public ByteBuffer read(PickleValue.Storage storage) throws IOException {
    if (!storage.equals(lastRead)) {
      String name = "/data/" + storage.key();
      ByteBuffer bytes = bytes(name, Integer.MAX_VALUE);
      if (bytes.remaining() / storage.type().bytes() < storage.elements()) {
        throw new WeightsException(
            "%s: %s%s has %,d bytes, and should hold %,d numbers of type %s"
                .formatted(
                    file, folder, name, bytes.remaining(), storage.elements(), storage.type()));
      }
      lastRead = storage;
      lastBytes = bytes;
    }
    return lastBytes;
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
    zip.close();
  }
}
