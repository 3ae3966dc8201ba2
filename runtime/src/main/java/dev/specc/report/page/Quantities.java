package dev.specc.report.page;

import java.util.Locale;

/** Numbers as people say them. */
final class Quantities {
  private Quantities() {}

  /** {@code 61,706}, {@code 25.6 M}, {@code 4.09 G}. */
  static String count(long number) {
    if (number < 1_000_000) {
      return String.format(Locale.ROOT, "%,d", number);
    }
    return number < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f M", number / 1e6)
        : String.format(Locale.ROOT, "%.2f G", number / 1e9);
  }

  /** {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole / 60 % 60 + " min";
  }
}
