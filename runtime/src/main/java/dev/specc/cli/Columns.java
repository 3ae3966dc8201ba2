package dev.specc.cli;

import java.io.PrintWriter;
import java.util.List;

/** Lines of cells, printed in columns two spaces apart. */
final class Columns {
  private Columns() {}

  static void print(List<List<String>> lines, PrintWriter to) {
    int columns = lines.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int c = 0; c < line.size(); c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < line.size(); c++) {
        row.append(line.get(c)).append(" ".repeat(widths[c] - line.get(c).length() + 2));
      }
      to.println(row.toString().stripTrailing());
    }
  }
}
