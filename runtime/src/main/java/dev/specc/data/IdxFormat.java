package dev.specc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** MNIST's four IDX files under their usual names, gzip'd or not: grey images. */
final class IdxFormat implements DataFormat {
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  /** Gives one of the four files. */
  interface Files4 {
    IdxFile read(String name, int rank);
  }

  @Override
  public String description() {
    return "MNIST's IDX files: train" + IMAGES + ", train" + LABELS + ", t10k..., gzip'd or not";
  }

  @Override
  public boolean isIn(Path folder) {
    return List.of("train", "t10k").stream()
        .flatMap(split -> List.of(split + IMAGES, split + LABELS).stream())
        .anyMatch(name -> Files.exists(plainOrZipped(folder, name)));
  }

  @Override
  public Found read(Path folder, Framing framing) {
    return read((name, rank) -> inFolder(folder, name, rank));
  }

  /** The splits in four files from anywhere. */
  static Found read(Files4 files) {
    ImageSet train = split(files, "train");
    ImageSet test = split(files, "t10k");
    return new Found(Map.of(Split.TRAIN, train, Split.TEST, test), numbers(train, test));
  }

  private static ImageSet split(Files4 files, String prefix) {
    return new IdxImages(files.read(prefix + IMAGES, 3), files.read(prefix + LABELS, 1));
  }

  private static List<String> numbers(ImageSet train, ImageSet test) {
    int classes = Math.max(train.classesSeen(), test.classesSeen());
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  private static Path plainOrZipped(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  private static IdxFile inFolder(Path folder, String name, int rank) {
    Path file = plainOrZipped(folder, name);
    if (!Files.isRegularFile(file)) {
      throw new DataException("%s: no file %s or %s.gz".formatted(folder, name, name));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return IdxFile.read(file.toString(), stream, rank);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
