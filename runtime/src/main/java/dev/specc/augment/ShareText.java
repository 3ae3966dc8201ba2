package dev.specc.augment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Labels in words: {@code coat}, or {@code coat 0.7 / bag 0.3} where images were mixed. */
final class ShareText {
  private static final String BETWEEN = " / ";

  /** Less than this is not worth a word. */
  private static final double LEAST = 0.005;

  private ShareText() {}

  static List<String> ofClasses(long[] labels, List<String> classes) {
    return LongStream.of(labels).mapToObj(label -> classes.get((int) label)).toList();
  }

  /**
   * The largest share first.
   *
   * @param shares of [B, classes], in row-major order
   */
  static List<String> ofShares(float[] shares, List<String> classes) {
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < shares.length; from += classes.size()) {
      texts.add(text(shares, from, classes));
    }
    return texts;
  }

  private static String text(float[] shares, int from, List<String> classes) {
    List<Integer> seen =
        IntStream.range(0, classes.size())
            .boxed()
            .filter(k -> shares[from + k] >= LEAST)
            .sorted(Comparator.comparing(k -> -shares[from + k]))
            .toList();
    return seen.size() == 1
        ? classes.get(seen.getFirst())
        : seen.stream()
            .map(k -> classes.get(k) + " " + number(shares[from + k]))
            .collect(Collectors.joining(BETWEEN));
  }

  /** Two digits, or one where the second is 0. */
  private static String number(float share) {
    return String.format(Locale.ROOT, "%.2f", share).replaceFirst("0$", "");
  }

  /** Broken between classes into at most two lines that fit; the rest is dropped for "...". */
  static List<String> lines(String text, Predicate<String> fits) {
    String[] parts = text.split(BETWEEN);
    List<String> lines = new ArrayList<>(List.of(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      String longer = lines.getLast() + BETWEEN + parts[i];
      if (fits.test(longer)) {
        lines.set(lines.size() - 1, longer);
      } else if (lines.size() < 2) {
        lines.add(parts[i]);
      } else {
        lines.set(1, lines.getLast() + BETWEEN + "...");
        break;
      }
    }
    return lines;
  }
}
