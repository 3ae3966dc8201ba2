package dev.specc.data;

import dev.specc.op.Shape;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the data that {@code --data} or a recipe names, and reads it. */
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

  private static final List<DataFormat> FORMATS =
      List.of(new IdxFormat(), new CifarFormat(), new NpyFormat(), new FolderFormat());

  /** What is held out of training images that come alone, where nothing else is asked for. */
  private static final double SHARE_OF_ALONE = 0.1;

  private Datasets() {}

  /**
   * Reads a dataset as it is: images keep their size, and are made into the net's input where they
   * have none in common; a tenth of the training images is held out where nothing else is there to
   * test on.
   *
   * @param source as in {@link #open(DataChoice, Shape, long)}
   * @param input what the net takes for one example
   * @throws DataException where it is not there or cannot be used
   */
  public static Dataset open(String source, Shape input) {
    return open(DataChoice.asTheyAre(source), input, 0);
  }

  /**
   * Reads a dataset.
   *
   * @param choice its source is {@link #SUBSET}, {@link #FASHION_MNIST}, or a folder, of which the
   *     format is seen from what it holds; a {@code validation} is held out of the training images
   *     class by class, and where the data have validation images of their own and no test images,
   *     those are tested on then
   * @param input what the net takes for one example
   * @param seed decides which training images are held out
   * @throws DataException where it is not there or cannot be used
   */
  public static Dataset open(DataChoice choice, Shape input, long seed) {
    DataFormat.Found found =
        switch (choice.source()) {
          case SUBSET -> named(IdxFormat.read(Datasets::bundled));
          case FASHION_MNIST -> named(new IdxFormat().read(debian(), framing(choice, input)));
          default -> folder(choice.source(), framing(choice, input));
        };
    Map<Split, ImageSet> splits = new EnumMap<>(found.splits());
    splits.replaceAll((split, images) -> resized(images, choice.resize()));
    holdOut(splits, choice, seed);
    return new Dataset(choice.source(), splits, found.classes());
  }

  /** Image files were resized as they were decoded. */
  private static ImageSet resized(ImageSet images, Resize resize) {
    return switch (resize) {
      case Resize.Keep keep -> images;
      case Resize.To(int height, int width) ->
          images.height() == height && images.width() == width
              ? images
              : new FramedImages(images, new Frame.Stretched(height, width));
    };
  }

  private static void holdOut(Map<Split, ImageSet> splits, DataChoice choice, long seed) {
    HeldOut training = new HeldOut(required(splits, Split.TRAIN));
    switch (choice.validation()) {
      case Validation.None none when splits.size() > 1 -> {}
      case Validation.None none -> put(splits, training.share(SHARE_OF_ALONE, seed), choice);
      case Validation.Share(double share) -> put(splits, training.share(share, seed), choice);
      case Validation.Count(int images) -> put(splits, training.count(images, seed), choice);
    }
  }

  /** Validation images that the data have of their own are for testing, if nothing else is. */
  private static void put(Map<Split, ImageSet> splits, HeldOut.Parts parts, DataChoice choice) {
    ImageSet own = splits.get(Split.VALIDATION);
    if (own != null && splits.putIfAbsent(Split.TEST, own) != null) {
      throw new DataException(
          "%s: has validation images of its own: hold out none".formatted(choice.source()));
    }
    splits.put(Split.TRAIN, parts.train());
    splits.put(Split.VALIDATION, parts.heldOut());
  }

  private static ImageSet required(Map<Split, ImageSet> splits, Split split) {
    return Optional.ofNullable(splits.get(split)).orElseThrow();
  }

  private static DataFormat.Framing framing(DataChoice choice, Shape input) {
    return new DataFormat.Framing(
        choice.resize(),
        input.isMap() ? Math.toIntExact(input.height()) : 0,
        input.isMap() ? Math.toIntExact(input.width()) : 0);
  }

  private static DataFormat.Found named(DataFormat.Found found) {
    return new DataFormat.Found(found.splits(), FASHION_CLASSES);
  }

  private static Path debian() {
    if (!Files.isDirectory(DEBIAN_FOLDER)) {
      throw new DataException(
          "fashion-mnist is not installed: on Debian `apt install dataset-fashion-mnist` does that;"
              + " else pass --data FOLDER with its four IDX files");
    }
    return DEBIAN_FOLDER;
  }

  private static DataFormat.Found folder(String data, DataFormat.Framing framing) {
    Path folder = Path.of(data);
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "%s: %s; --data takes %s, %s, or a folder of images"
              .formatted(
                  data,
                  Files.exists(folder) ? "is a file, not a folder" : "no such folder",
                  SUBSET,
                  FASHION_MNIST));
    }
    return FORMATS.stream()
        .filter(format -> format.isIn(folder))
        .findFirst()
        .orElseThrow(() -> unknown(folder))
        .read(folder, framing);
  }

  private static DataException unknown(Path folder) {
    return new DataException(
        FORMATS.stream()
            .map(format -> "\n  " + format.description())
            .collect(Collectors.joining("", folder + ": holds no dataset; looked for", "")));
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
