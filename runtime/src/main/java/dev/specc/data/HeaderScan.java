package dev.specc.data;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks at the first and the last bytes of every image file before the first is decoded, so that a
 * file that is empty, cut off or no image is found at once and not hours later. It is a few reads a
 * file: what is wrong in between shows when the image is decoded.
 */
final class HeaderScan {
  private static final int NAMED = 5;

  /**
   * @param size that all images have, as [height, width]; empty where they differ
   * @param colour whether one of them is in colour
   */
  record Result(List<Integer> size, boolean colour) {}

  private HeaderScan() {}

  /**
   * @throws DataException naming the first files that cannot be used, and how many there are
   */
  static Result of(List<LabelledFiles> splits, String source) {
    ConcurrentSkipListMap<String, String> bad = new ConcurrentSkipListMap<>();
    Set<List<Integer>> sizes = ConcurrentHashMap.newKeySet();
    AtomicBoolean colour = new AtomicBoolean();
    int count = 0;
    for (LabelledFiles files : splits) {
      count += files.count();
      IntStream.range(0, files.count())
          .parallel()
          .forEach(
              i -> {
                try {
                  ImageHeader header = ImageFile.check(files.path(i));
                  sizes.add(List.of(header.height(), header.width()));
                  if (header.colour()) {
                    colour.set(true);
                  }
                } catch (CorruptImage e) {
                  bad.put(files.path(i).toString(), e.reason());
                }
              });
    }
    if (!bad.isEmpty()) {
      throw unusable(source, count, bad);
    }
    return new Result(sizes.size() == 1 ? sizes.iterator().next() : List.of(), colour.get());
  }

  private static DataException unusable(
      String source, int count, ConcurrentSkipListMap<String, String> bad) {
    String first =
        bad.entrySet().stream()
            .limit(NAMED)
            .map(e -> "\n  " + e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining());
    int more = bad.size() - NAMED;
    return new DataException(
        "%s: %,d of %,d images cannot be used; replace them or take them away:%s%s"
            .formatted(
                source,
                bad.size(),
                count,
                first,
                more > 0 ? "\n  and %,d more".formatted(more) : ""));
  }
}
