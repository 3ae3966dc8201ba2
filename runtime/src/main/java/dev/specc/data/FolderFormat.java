package dev.specc.data;

import dev.specc.recipe.DataChoice.Resize;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A folder of PNG and JPEG files for each class, as torchvision's ImageFolder reads them. */
final class FolderFormat implements DataFormat {
  private static final Map<String, Split> SPLITS =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "val", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST,
          "testing", Split.TEST);

  @Override
  public String description() {
    return "a folder of PNG or JPEG images for each class, in train/ and val/ or test/, or without";
  }

  @Override
  public boolean isIn(Path folder) {
    List<String> folders = LabelledFiles.classesIn(folder);
    return folders.stream().anyMatch(name -> split(name).isPresent())
        || folders.stream().anyMatch(n -> !LabelledFiles.imagesIn(folder.resolve(n)).isEmpty());
  }

  private static Optional<Split> split(String name) {
    return Optional.ofNullable(SPLITS.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Found read(Path folder, Framing framing) {
    Map<Split, Path> folders = splits(folder);
    List<String> classes = classes(folders.get(Split.TRAIN));
    Map<Split, LabelledFiles> files = new EnumMap<>(Split.class);
    folders.forEach((split, own) -> files.put(split, files(split, own, classes)));
    HeaderScan.Result scan = HeaderScan.of(List.copyOf(files.values()), folder.toString());
    Frame frame = frame(folder, framing, scan);
    int channels = scan.colour() ? 3 : 1;
    Map<Split, ImageSet> sets = new EnumMap<>(Split.class);
    files.forEach(
        (split, own) -> sets.put(split, new FileImages(own.folder(), own, channels, frame)));
    return new Found(sets, classes);
  }

  /** The folder of each split; the whole is for training where none is named for a split. */
  private static Map<Split, Path> splits(Path folder) {
    Map<Split, Path> splits = new EnumMap<>(Split.class);
    for (String name : LabelledFiles.classesIn(folder)) {
      split(name)
          .ifPresent(
              split -> {
                Path before = splits.put(split, folder.resolve(name));
                if (before != null) {
                  throw new DataException(
                      "%s and %s: both are named for the %s images"
                          .formatted(before, folder.resolve(name), split));
                }
              });
    }
    if (!splits.isEmpty() && !splits.containsKey(Split.TRAIN)) {
      throw new DataException(
          folder
              + ": has a folder of "
              + splits.keySet().iterator().next()
              + " images, but no train/");
    }
    return splits.isEmpty() ? Map.of(Split.TRAIN, folder) : splits;
  }

  private static List<String> classes(Path train) {
    List<String> classes = LabelledFiles.classesIn(train);
    if (classes.size() < 2) {
      throw new DataException(
          "%s: holds %s; telling classes apart takes a folder for each of at least two"
              .formatted(
                  train,
                  classes.isEmpty() ? "no class folder" : "one class, " + classes.getFirst()));
    }
    return classes;
  }

  private static LabelledFiles files(Split split, Path folder, List<String> classes) {
    List<Path> loose = LabelledFiles.imagesIn(folder);
    if (!loose.isEmpty()) {
      throw new DataException(
          "%s: lies beside the class folders (%,d such images); an image belongs in its class's"
              .formatted(loose.getFirst(), loose.size()));
    }
    for (String name : LabelledFiles.classesIn(folder)) {
      if (!classes.contains(name)) {
        throw new DataException(
            "%s: the training images have no class %s".formatted(folder.resolve(name), name));
      }
    }
    LabelledFiles files = LabelledFiles.in(folder, classes);
    if (files.count() == 0) {
      throw new DataException(
          "%s: has no class folders, so its %s images have no labels".formatted(folder, split));
    }
    return files;
  }

  private static Frame frame(Path folder, Framing framing, HeaderScan.Result scan) {
    return switch (framing.resize()) {
      case Resize.To(int height, int width) -> new Frame.Stretched(height, width);
      case Resize.Keep keep when !scan.size().isEmpty() ->
          new Frame.AsItIs(scan.size().get(0), scan.size().get(1));
      case Resize.Keep keep when framing.netHeight() > 0 ->
          new Frame.Covered(framing.netHeight(), framing.netWidth());
      case Resize.Keep keep ->
          throw new DataException(
              folder
                  + ": the images differ in size, and the net takes vectors: a recipe's `resize`"
                  + " gives them one");
    };
  }
}
