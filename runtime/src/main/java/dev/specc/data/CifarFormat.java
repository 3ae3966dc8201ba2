package dev.specc.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The binary version of CIFAR-10, or of CIFAR-100 with its fine labels. */
final class CifarFormat implements DataFormat {
  private static final List<String> TEN =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
  private static final String TEN_TEST = "test_batch.bin";
  private static final String HUNDRED = "train.bin";
  private static final String HUNDRED_TEST = "test.bin";

  @Override
  public String description() {
    return "CIFAR-10's binary files data_batch_1.bin to data_batch_5.bin and test_batch.bin, or"
        + " CIFAR-100's train.bin and test.bin";
  }

  @Override
  public boolean isIn(Path folder) {
    return isTen(folder) || Files.exists(folder.resolve(HUNDRED));
  }

  private static boolean isTen(Path folder) {
    return TEN.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  @Override
  public Found read(Path folder, Framing framing) {
    return isTen(folder)
        ? found(folder, TEN, TEN_TEST, 1, names(folder.resolve("batches.meta.txt"), 10))
        : found(
            folder,
            List.of(HUNDRED),
            HUNDRED_TEST,
            2,
            names(folder.resolve("fine_label_names.txt"), 100));
  }

  private static Found found(
      Path folder, List<String> train, String test, int labelBytes, List<String> classes) {
    List<Path> files = train.stream().map(folder::resolve).toList();
    return new Found(
        Map.of(
            Split.TRAIN, new CifarImages(files, labelBytes),
            Split.TEST, new CifarImages(List.of(folder.resolve(test)), labelBytes)),
        classes);
  }

  /** A name a line; where there is no such file, numbers. */
  private static List<String> names(Path file, int count) {
    if (!Files.exists(file)) {
      return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
    try {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.size() != count) {
        throw new DataException(
            "%s: has %d names of classes, and there are %d".formatted(file, names.size(), count));
      }
      return names;
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
