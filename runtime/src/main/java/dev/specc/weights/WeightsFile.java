package dev.specc.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An open file of tensors by name. */
public sealed interface WeightsFile extends AutoCloseable
    permits SafetensorsReader, TorchZipFile, TorchLegacyFile {
  /** What files of weights are called: safetensors, and what {@code torch.save} writes. */
  List<String> ENDINGS = List.of(".safetensors", ".pth", ".pt");

  /** How messages name it. */
  String name();

  /** Texts by name that its writer added; none in what torch.save wrote. */
  default Map<String, String> metadata() {
    return Map.of();
  }

  /** Its tensors, in its order. */
  Map<String, StoredTensor> tensors();

  @Override
  void close() throws IOException;

  /**
   * Opens a file, of which the content tells the format: safetensors, or what {@code torch.save}
   * made of a {@code state_dict}.
   *
   * @throws WeightsException where there is no such file, or it is corrupt or of another format
   */
  static WeightsFile open(Path file) {
    if (Files.isDirectory(file)) {
      throw new WeightsException(file + ": is a folder, not a file of weights");
    }
    try {
      byte[] head = head(file);
      if (isSafetensors(head)) {
        return SafetensorsReader.open(file);
      }
      if (isZip(head)) {
        return TorchZipFile.open(file);
      }
      if (isPickle(head)) {
        return TorchLegacyFile.open(file);
      }
      return SafetensorsReader.open(file);
    } catch (NoSuchFileException e) {
      throw new WeightsException(file + ": no such file", e);
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Whether a file begins as {@link #open} wants it, and as no text does. */
  static boolean isAt(String name) {
    try {
      Path file = Path.of(name);
      byte[] head = Files.isRegularFile(file) ? head(file) : new byte[0];
      return isSafetensors(head) || isZip(head) || isPickle(head);
    } catch (IOException | InvalidPathException e) {
      return false; // whoever reads it says why it cannot be read
    }
  }

  /** Whether its ending says that a file holds weights, whatever it begins with. */
  static boolean isNamed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /**
   * Whether JSON follows the eight bytes of a length, of which the first two may be the start of a
   * pickle or a zip, too: 640 is 80 02. Neither of those has a brace here.
   */
  private static boolean isSafetensors(byte[] head) {
    return head.length > Long.BYTES && head[Long.BYTES - 1] == 0 && head[Long.BYTES] == '{';
  }

  private static boolean isZip(byte[] head) {
    return head.length >= 2 && head[0] == 'P' && head[1] == 'K';
  }

  private static boolean isPickle(byte[] head) {
    return head.length >= 2 && (head[0] & 0xff) == 0x80 && head[1] == 2;
  }

  private static byte[] head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Long.BYTES + 1);
    }
  }

  /** Opens a file to read at any place. */
  static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }
}
