package dev.specc.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides training images into those to learn from and those held out, class by class: each class
 * has its share in both, to one image. Which ones is decided by the seed and the labels alone, so a
 * run that goes on has the same.
 */
final class HeldOut {
  private final ImageSet images;
  private final int[][] byClass;

  HeldOut(ImageSet images) {
    this.images = images;
    int[] sizes = new int[images.classesSeen()];
    IntStream.range(0, images.count()).forEach(i -> sizes[images.label(i)]++);
    this.byClass = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    for (int i = images.count() - 1; i >= 0; i--) {
      int label = images.label(i);
      byClass[label][--sizes[label]] = i;
    }
  }

  /**
   * The two parts, each in the order of the files.
   *
   * @param train to learn from
   * @param heldOut to choose by
   */
  record Parts(ImageSet train, ImageSet heldOut) {}

  /** Holds out a share in (0, 1), rounded to whole images, at least one. */
  Parts share(double share, long seed) {
    return count(Math.max(1, (int) Math.round(images.count() * share)), seed);
  }

  /**
   * Holds out so many images.
   *
   * @throws DataException where a class would have no image left to learn from
   */
  Parts count(int count, long seed) {
    int most = images.count() - (int) Arrays.stream(byClass).filter(c -> c.length > 0).count();
    if (count > most) {
      throw new DataException(
          "%s: %,d images cannot be held out of %,d: each class keeps one to learn from, so at most %,d"
              .formatted(images.source(), count, images.count(), most));
    }
    int[] counts = ofEachClass(count);
    boolean[] held = new boolean[images.count()];
    for (int label = 0; label < counts.length; label++) {
      int[] shuffled =
          ImageOrder.shuffled(byClass[label], ImageOrder.generator(seed * 1_000_003 + ~label));
      Arrays.stream(shuffled).limit(counts[label]).forEach(i -> held[i] = true);
    }
    return new Parts(places(held, false), places(held, true));
  }

  private ImageSet places(boolean[] held, boolean wanted) {
    return new Subset(
        images, IntStream.range(0, held.length).filter(i -> held[i] == wanted).toArray());
  }

  /**
   * In proportion, the remainders to the classes with the largest (Hamilton's method); each keeps
   * an image to learn from.
   */
  private int[] ofEachClass(int count) {
    int[] counts = new int[byClass.length];
    long[] remainders = new long[byClass.length];
    int left = count;
    for (int label = 0; label < byClass.length; label++) {
      long exact = (long) count * byClass[label].length;
      counts[label] = (int) (exact / images.count());
      remainders[label] = exact % images.count();
      left -= counts[label];
    }
    List<Integer> largestFirst =
        IntStream.range(0, byClass.length)
            .boxed()
            .sorted(Comparator.comparingLong(label -> -remainders[label]))
            .toList();
    while (left > 0) {
      for (int label : largestFirst) {
        if (left > 0 && counts[label] + 1 < byClass[label].length) {
          counts[label]++;
          left--;
        }
      }
    }
    return counts;
  }
}
