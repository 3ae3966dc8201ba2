package dev.specc.report;

import dev.specc.data.Split;
import dev.specc.train.EpochResult;
import dev.specc.train.TrainingProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how training goes: a row for each epoch, and within one a progress bar on a terminal, or a
 * plain line now and then elsewhere.
 */
public final class TrainingConsole implements AutoCloseable {
  private static final double SECONDS_BETWEEN_LINES = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final Split heldOut;
  private boolean headed;
  private long lastLine = System.nanoTime();
  private @Nullable ProgressBar bar;

  /**
   * @param out where to write: standard error, as a rule
   * @param terminal whether a person watches it there
   * @param heldOut which images an epoch is tried on: those of validation, or of the test
   */
  public TrainingConsole(PrintStream out, boolean terminal, Split heldOut) {
    this.out = out;
    this.terminal = terminal;
    this.heldOut = heldOut;
  }

  public void progressed(TrainingProgress progress) {
    if (terminal) {
      ProgressBar shown = bar == null ? bar = start(progress) : bar;
      shown.setExtraMessage(" " + shortly(progress));
      shown.stepTo(progress.step());
    } else if ((System.nanoTime() - lastLine) / 1e9 > SECONDS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      out.printf(
          Locale.ROOT,
          "epoch %d of %d, step %,d of %,d: %s%n",
          progress.epoch(),
          progress.epochs(),
          progress.step(),
          progress.steps(),
          numbers(progress));
    }
  }

  /** Closes the bar and prints the epoch's row. */
  public void epochEnded(EpochResult result) {
    close();
    if (!headed) {
      out.println(MetricsTable.terminalHeader(heldOut));
      headed = true;
    }
    out.println(MetricsTable.terminalRow(MetricsRow.of(result)));
    lastLine = System.nanoTime();
  }

  private ProgressBar start(TrainingProgress progress) {
    return new ProgressBarBuilder()
        .setTaskName("epoch %d/%d".formatted(progress.epoch(), progress.epochs()))
        .setInitialMax(progress.steps())
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
        .setUpdateIntervalMillis(100)
        .setConsumer(new ConsoleProgressBarConsumer(out))
        .hideEta()
        .clearDisplayOnFinish()
        .build();
  }

  /** What fits beside a bar in 80 columns. */
  private static String shortly(TrainingProgress progress) {
    return String.format(
        Locale.ROOT,
        "loss %.3f, acc %.3f, %,.0f/s, %s left",
        progress.loss(),
        progress.accuracy(),
        progress.imagesPerSecond(),
        time(progress.left()));
  }

  private static String numbers(TrainingProgress progress) {
    return String.format(
        Locale.ROOT,
        "loss %.4f, accuracy %.4f, %,.0f images/s, %s left",
        progress.loss(),
        progress.accuracy(),
        progress.imagesPerSecond(),
        time(progress.left()));
  }

  /** {@code 0:42}, {@code 1:02:03}. */
  static String time(Duration duration) {
    String minutes = "%02d:%02d".formatted(duration.toMinutesPart(), duration.toSecondsPart());
    return duration.toHours() > 0
        ? duration.toHours() + ":" + minutes
        : minutes.startsWith("0") ? minutes.substring(1) : minutes;
  }

  /** Takes the bar away, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
