package dev.specc.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The columns of {@code metrics.csv}, and the fields of {@code metrics.jsonl}, in their order: a
 * contract, see docs/runs.md. A new one goes to the end.
 */
public enum MetricsColumn {
  EPOCH("%.0f", MetricsRow::epoch),
  TRAIN_LOSS("%.6f", MetricsRow::trainLoss),
  TRAIN_ACCURACY("%.6f", MetricsRow::trainAccuracy),
  TEST_LOSS("%.6f", MetricsRow::testLoss),
  TEST_ACCURACY("%.6f", MetricsRow::testAccuracy),
  IMAGES_PER_SECOND("%.1f", MetricsRow::imagesPerSecond),
  SECONDS("%.3f", MetricsRow::seconds),
  LR("", MetricsRow::learningRate),
  WAITED_SECONDS("%.3f", MetricsRow::waitedSeconds);

  private final String format;
  private final ToDoubleFunction<MetricsRow> value;

  MetricsColumn(String format, ToDoubleFunction<MetricsRow> value) {
    this.format = format;
    this.value = value;
  }

  /** The name in both files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public double of(MetricsRow row) {
    return value.applyAsDouble(row);
  }

  /** As both files write it; empty where there is no number. */
  String text(MetricsRow row) {
    double number = of(row);
    if (!Double.isFinite(number)) {
      return "";
    }
    return this == LR ? rate(number, 6) : String.format(Locale.ROOT, format, number);
  }

  /** A learning rate with so many digits, and no zeros behind them: {@code 0.003}, {@code 1E-7}. */
  public static String rate(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros().toString()
        : "-";
  }
}
