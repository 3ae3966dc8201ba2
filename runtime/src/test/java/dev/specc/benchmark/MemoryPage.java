package dev.specc.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The text of docs/memory.md. */
final class MemoryPage {
  private MemoryPage() {}

  static String of(List<String> rows, double[] ratios) {
    return String.join("\n", rows)
        + Arrays.stream(ratios).filter(r -> Math.abs(r - 1) <= 0.1).count()
        + String.format(Locale.ROOT, " of %d", ratios.length);
  }
}
