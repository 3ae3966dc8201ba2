package dev.specc.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Arrays of images and of labels that NumPy saved, a pair for each split. */
final class NpyFormat implements DataFormat {
  private static final Map<Split, List<String>> SPLITS =
      Map.of(
          Split.TRAIN, List.of("train"),
          Split.VALIDATION, List.of("val", "valid", "validation"),
          Split.TEST, List.of("test"));

  /** How a pair is named: {@code %s} is the split. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("%s_images.npy", "%s_labels.npy"),
          List.of("x_%s.npy", "y_%s.npy"),
          List.of("X_%s.npy", "y_%s.npy"),
          List.of("%s_x.npy", "%s_y.npy"));

  private record Pair(Path images, Path labels) {}

  @Override
  public String description() {
    return "NumPy arrays: train_images.npy and train_labels.npy, or x_train.npy and y_train.npy,"
        + " and likewise val and test";
  }

  @Override
  public boolean isIn(Path folder) {
    return pair(folder, Split.TRAIN).isPresent();
  }

  /** The first pair of which the images are there. */
  private static Optional<Pair> pair(Path folder, Split split) {
    return SPLITS.getOrDefault(split, List.of()).stream()
        .flatMap(
            name ->
                PAIRS.stream()
                    .map(
                        pair ->
                            new Pair(
                                folder.resolve(pair.get(0).formatted(name)),
                                folder.resolve(pair.get(1).formatted(name)))))
        .filter(pair -> Files.exists(pair.images))
        .findFirst();
  }

  @Override
  public Found read(Path folder, Framing framing) {
    Map<Split, ImageSet> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      pair(folder, split)
          .ifPresent(pair -> splits.put(split, new NpyImages(pair.images, pair.labels)));
    }
    int classes = splits.values().stream().mapToInt(ImageSet::classesSeen).max().orElseThrow();
    return new Found(splits, IntStream.range(0, classes).mapToObj(String::valueOf).toList());
  }
}
