package dev.specc.analyse;

/** Numbers for people. */
public final class Figures {
  private Figures() {}

  /** {@code 1,234,567}. A table has thousands of these, and a Formatter takes its time. */
  public static String grouped(long number) {
    StringBuilder digits = new StringBuilder(Long.toString(number));
    int first = number < 0 ? 1 : 0;
    for (int at = digits.length() - 3; at > first; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }
}
