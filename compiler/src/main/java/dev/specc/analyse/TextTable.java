package dev.specc.analyse;

import java.util.List;
import java.util.function.IntPredicate;

/** Rows of cells as text. */
public final class TextTable {
  private TextTable() {}

  /**
   * Columns two spaces apart, as wide as their widest cell; no line ends with spaces.
   *
   * @param rows of as many cells each
   * @param right which columns stand to the right, as numbers do
   */
  public static String of(List<List<String>> rows, IntPredicate right) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        line.append(right.test(c) ? pad + row.get(c) : row.get(c) + pad).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
