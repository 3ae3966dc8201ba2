package dev.specc.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the known word that somebody most likely meant. */
public final class Suggestion {
  /** Longer words are not compared: the work grows with the square of the length. */
  private static final int MAX_LENGTH = 40;

  /**
   * Of more names only the first are looked at: nobody has so many, and at each mistake the search
   * takes its time.
   */
  public static final int MAX_CANDIDATES = 2_000;

  private static final int MAX_SHOWN = 40;

  /** A word is not taken for the beginning of another below this: too many begin so. */
  private static final int MIN_BEGINNING = 3;

  private Suggestion() {}

  /**
   * The candidate with the fewest typing errors between it and {@code word} (a letter too many, too
   * few, wrong, or two swapped), if they are few enough to be a slip; of equal ones the first. Case
   * and the separators {@code _ -} count for nothing.
   */
  public static Optional<String> closest(String word, Collection<String> candidates) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String typed = plain(word);
    String best = null;
    int least = Integer.MAX_VALUE;
    int looked = 0;
    for (String candidate : candidates) {
      if (++looked > MAX_CANDIDATES) {
        break;
      }
      String known = plain(candidate);
      int allowed = allowed(Math.max(typed.length(), known.length()));
      if (Math.abs(typed.length() - known.length()) > allowed) {
        continue;
      }
      int errors = errors(typed, known);
      if (errors < least && errors <= allowed) {
        best = candidate;
        least = errors;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The {@link #closest} candidate, or else the longest that the word begins with, or the first
   * that begins with it, as {@code --batch} and {@code --batch-size}: not a slip but a guess.
   */
  public static Optional<String> closestOrBeginning(String word, Collection<String> candidates) {
    return closest(word, candidates).or(() -> beginning(plain(word), candidates));
  }

  private static Optional<String> beginning(String typed, Collection<String> candidates) {
    return candidates.stream()
        .limit(MAX_CANDIDATES)
        .filter(candidate -> shared(typed, plain(candidate)) > 0)
        .max(Comparator.comparingInt(candidate -> shared(typed, plain(candidate))));
  }

  /** The length of the shorter word where the longer begins with it; 0 where it does not. */
  private static int shared(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    return shorter >= MIN_BEGINNING && a.regionMatches(0, b, 0, shorter) ? shorter : 0;
  }

  /** The closest candidate as a help line: {@code did you mean `conv`?} */
  public static Optional<String> question(String word, Collection<String> candidates) {
    return closest(word, candidates).map(found -> "did you mean `" + found + "`?");
  }

  /** The names there are, or the first of many: {@code conv, linear and 50 more}. */
  public static String all(Collection<String> names) {
    int more = names.size() - MAX_SHOWN;
    return names.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String plain(String word) {
    String plain = word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return plain.isEmpty() ? word : plain;
  }

  private static int allowed(int length) {
    return length <= 2 ? 0 : length <= 5 ? 1 : length <= 8 ? 2 : 3;
  }

  /** The Damerau-Levenshtein distance in which no letter takes part in two errors. */
  private static int errors(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int step(int[][] distance, String a, String b, int i, int j) {
    int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
