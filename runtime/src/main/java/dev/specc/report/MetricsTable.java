package dev.specc.report;

import dev.specc.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Epochs as rows: {@code metrics.csv}, {@code metrics.jsonl}, and the table on the terminal. */
public final class MetricsTable {
  private MetricsTable() {}

  static String csvHeader() {
    return Arrays.stream(MetricsColumn.values())
        .map(MetricsColumn::word)
        .collect(Collectors.joining(",", "", "\n"));
  }

  static String csvRow(MetricsRow row) {
    return Arrays.stream(MetricsColumn.values())
        .map(column -> column.text(row))
        .collect(Collectors.joining(",", "", "\n"));
  }

  /** One object; what is no number is null. */
  static String jsonLine(MetricsRow row) {
    return Arrays.stream(MetricsColumn.values())
        .map(c -> "\"" + c.word() + "\":" + (c.text(row).isEmpty() ? "null" : c.text(row)))
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  /**
   * The rows of a file. Columns are found by their names, so that runs of an older specc are read.
   *
   * @throws RunException naming the line that is none
   */
  static List<MetricsRow> parse(String file, List<String> lines) {
    if (lines.isEmpty()) {
      throw new RunException(file + ": is empty; it should start with the names of its columns");
    }
    List<String> names = List.of(lines.getFirst().strip().split(",", -1));
    List<MetricsRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(file, i + 1, names, lines.get(i)));
      }
    }
    return rows;
  }

  private static MetricsRow row(String file, int line, List<String> names, String text) {
    List<String> cells = List.of(text.strip().split(",", -1));
    if (cells.size() != names.size()) {
      throw new RunException(
          "%s:%d: has %d cells, and there are %d columns"
              .formatted(file, line, cells.size(), names.size()));
    }
    double[] values = new double[MetricsColumn.values().length];
    Arrays.fill(values, Double.NaN);
    for (MetricsColumn column : MetricsColumn.values()) {
      int at = names.indexOf(column.word());
      if (at >= 0 && !cells.get(at).isEmpty()) {
        values[column.ordinal()] = number(file, line, cells.get(at));
      }
    }
    return new MetricsRow(
        (int) values[MetricsColumn.EPOCH.ordinal()],
        values[MetricsColumn.LR.ordinal()],
        values[MetricsColumn.TRAIN_LOSS.ordinal()],
        values[MetricsColumn.TRAIN_ACCURACY.ordinal()],
        values[MetricsColumn.TEST_LOSS.ordinal()],
        values[MetricsColumn.TEST_ACCURACY.ordinal()],
        values[MetricsColumn.IMAGES_PER_SECOND.ordinal()],
        values[MetricsColumn.SECONDS.ordinal()],
        values[MetricsColumn.WAITED_SECONDS.ordinal()]);
  }

  private static double number(String file, int line, String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new RunException("%s:%d: `%s` is no number".formatted(file, line, cell), e);
    }
  }

  static String terminalHeader(Split heldOut) {
    String held = heldOut == Split.VALIDATION ? " val" : heldOut.toString();
    return "epoch    loss  train acc  %1$s loss  %1$s acc        lr  images/s  seconds"
        .formatted(held);
  }

  static String terminalRow(MetricsRow r) {
    return String.format(
        Locale.ROOT,
        "%5d  %6.4f     %6.4f     %6.4f    %6.4f  %8s  %,8.0f  %7.1f",
        r.epoch(),
        r.trainLoss(),
        r.trainAccuracy(),
        r.testLoss(),
        r.testAccuracy(),
        MetricsColumn.rate(r.learningRate(), 3),
        r.imagesPerSecond(),
        r.seconds());
  }
}
