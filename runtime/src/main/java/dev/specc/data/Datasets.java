package dev.specc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the data that {@code --data} names, and reads it. */
public final class Datasets {
  /** 6,000 training and 1,000 test images of Fashion-MNIST, which come with specc. */
  public static final String SUBSET = "fashion-mnist-subset";

  /** All of Fashion-MNIST, as the package dataset-fashion-mnist of Debian installs it. */
  public static final String FASHION_MNIST = "fashion-mnist";

  private static final Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  private static final List<String> FASHION_CLASSES =
      List.of(
          "t-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private Datasets() {}

  /**
   * Reads a dataset.
   *
   * @param data {@link #SUBSET}, {@link #FASHION_MNIST}, or a folder with the four IDX files of
   *     MNIST under their usual names, gzip'd or not
   * @throws DataException where it is not there or cannot be used
   */
  public static Dataset open(String data) {
    return switch (data) {
      case SUBSET -> read(data, Datasets::bundled, FASHION_CLASSES);
      case FASHION_MNIST -> read(data, debian(), FASHION_CLASSES);
      default -> folder(data);
    };
  }

  private interface IdxFolder {
    IdxFile read(String name, int rank);
  }

  private static IdxFolder debian() {
    if (!Files.isDirectory(DEBIAN_FOLDER)) {
      throw new DataException(
          "fashion-mnist is not installed: on Debian `apt install dataset-fashion-mnist` does that;"
              + " else pass --data FOLDER with its four IDX files");
    }
    return (name, rank) -> inFolder(DEBIAN_FOLDER, name, rank);
  }

  private static Dataset folder(String data) {
    Path folder = Path.of(data);
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "%s: no such folder; --data takes %s, %s, or a folder with IDX files"
              .formatted(data, SUBSET, FASHION_MNIST));
    }
    return read(data, (name, rank) -> inFolder(folder, name, rank), List.of());
  }

  private static Dataset read(String name, IdxFolder files, List<String> known) {
    LabelledImages train = split(files, "train");
    LabelledImages test = split(files, "t10k");
    return new Dataset(name, train, test, known.isEmpty() ? numbers(train, test) : known);
  }

  private static LabelledImages split(IdxFolder files, String prefix) {
    return new LabelledImages(
        files.read(prefix + "-images-idx3-ubyte", 3), files.read(prefix + "-labels-idx1-ubyte", 1));
  }

  private static List<String> numbers(LabelledImages train, LabelledImages test) {
    int classes = Math.max(train.classesSeen(), test.classesSeen());
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  private static IdxFile inFolder(Path folder, String name, int rank) {
    Path plain = folder.resolve(name);
    Path file = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
    if (!Files.isRegularFile(file)) {
      throw new DataException("%s: no file %s or %s.gz".formatted(folder, name, name));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return IdxFile.read(file.toString(), stream, rank);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static IdxFile bundled(String name, int rank) {
    String resource = "/data/" + SUBSET + "/" + name + ".gz";
    InputStream stream = Datasets.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("the build left out " + resource);
    }
    return IdxFile.read(SUBSET + "/" + name + ".gz", stream, rank);
  }
}
