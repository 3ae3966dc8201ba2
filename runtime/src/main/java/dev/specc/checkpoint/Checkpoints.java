package dev.specc.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.specc.file.FileTrouble;
import dev.specc.graph.Architecture;
import dev.specc.train.Progress;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: files {@code step-000000564-9c1f....safetensors}, named after the steps
 * that were done and the SHA-256 of their content, by which a torn or altered one is recognised.
 *
 * <p>Each is written under another name, forced to the disk and then renamed, so that a crash at
 * any moment leaves the older ones as they were.
 */
public final class Checkpoints {
  private static final Pattern NAME =
      Pattern.compile("step-(\\d{9,18})-([0-9a-f]{16})\\.safetensors");
  private static final int HASH_DIGITS = 16;

  private final Path folder;
  private final int keep;

  /**
   * @param keep how many of the newest stay
   */
  public Checkpoints(Path folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /**
   * Keeps a run as it is now.
   *
   * @throws CheckpointException where it cannot be written; the older checkpoints are untouched
   *     then
   */
  public void save(Progress progress, Architecture architecture, Map<String, NDArray> state) {
    Path unfinished = folder.resolve("unfinished.safetensors");
    try {
      Files.createDirectories(folder);
      SafetensorsFile.write(unfinished, Checkpoint.metadata(progress, architecture), state);
      String name =
          String.format(
              Locale.ROOT, "step-%09d-%s.safetensors", progress.steps(), hash(unfinished));
      Files.move(
          unfinished,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      force(folder);
      for (Path old : newestFirst().stream().skip(keep).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: no checkpoint can be written there (%s); the older ones are as they were"
              .formatted(folder, FileTrouble.reason(e)),
          e);
    }
  }

  /** The new name outlives a loss of power only when the folder itself is on the disk. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system opens folders; the file itself is whole either way.
    }
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param warn told of each that is not
   * @return empty where there is none
   */
  public Optional<Checkpoint> newest(Consumer<String> warn) {
    try {
      for (Path file : newestFirst()) {
        if (isWhole(file)) {
          return Optional.of(Checkpoint.read(file));
        }
        warn.accept(file + ": torn or altered, its content does not match its checksum");
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new CheckpointException(folder + ": cannot be read (" + FileTrouble.reason(e) + ")", e);
    }
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(Checkpoints::steps).reversed().thenComparing(f -> f))
          .toList();
    }
  }

  private static long steps(Path file) {
    return Long.parseLong(parts(file).group(1));
  }

  private static boolean isWhole(Path file) throws IOException {
    return hash(file).equals(parts(file).group(2));
  }

  private static Matcher parts(Path file) {
    Matcher parts = NAME.matcher(file.getFileName().toString());
    if (!parts.matches()) {
      throw new IllegalArgumentException(file + " is not named as a checkpoint is");
    }
    return parts;
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {}
      byte[] digest = ((DigestInputStream) in).getMessageDigest().digest();
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
