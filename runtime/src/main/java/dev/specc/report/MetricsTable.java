package dev.specc.report;

import dev.specc.train.EpochResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Epochs as rows: {@code metrics.csv}, and the table on the terminal. */
public final class MetricsTable {
  /** The columns of {@code metrics.csv}. Losses are means, accuracies 0 to 1. */
  public static final List<String> COLUMNS =
      List.of(
          "epoch",
          "train_loss",
          "train_accuracy",
          "test_loss",
          "test_accuracy",
          "images_per_second",
          "seconds");

  private MetricsTable() {}

  static String csvHeader() {
    return String.join(",", COLUMNS) + "\n";
  }

  static String csv(List<EpochResult> results) {
    return csvHeader() + results.stream().map(MetricsTable::csvRow).collect(Collectors.joining());
  }

  private static String csvRow(EpochResult r) {
    return String.format(
        Locale.ROOT,
        "%d,%.6f,%.6f,%.6f,%.6f,%.1f,%.3f\n",
        r.epoch(),
        r.trainLoss(),
        r.trainAccuracy(),
        r.heldOutLoss(),
        r.heldOutAccuracy(),
        r.imagesPerSecond(),
        r.seconds());
  }

  static String terminalHeader() {
    return "epoch    loss  train acc  test loss  test acc  images/s  seconds";
  }

  static String terminalRow(EpochResult r) {
    return String.format(
        Locale.ROOT,
        "%5d  %6.4f     %6.4f     %6.4f    %6.4f  %,8.0f  %7.1f",
        r.epoch(),
        r.trainLoss(),
        r.trainAccuracy(),
        r.heldOutLoss(),
        r.heldOutAccuracy(),
        r.imagesPerSecond(),
        r.seconds());
  }
}
