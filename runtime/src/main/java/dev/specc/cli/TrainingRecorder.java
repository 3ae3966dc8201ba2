package dev.specc.cli;

import dev.specc.data.ImageSet;
import dev.specc.graph.Graph;
import dev.specc.report.MetricsRow;
import dev.specc.report.RunFolder;
import dev.specc.report.RunReport;
import dev.specc.report.TrainingConsole;
import dev.specc.train.EpochResult;
import dev.specc.train.Examination;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingListener;
import dev.specc.train.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows training on the console and keeps it in the run folder. When the user interrupts it, the
 * step at hand is ended and the curves so far are drawn before the process goes.
 */
final class TrainingRecorder implements TrainingListener, AutoCloseable {
  private static final int SECONDS_TO_STOP = 10;

  private final TrainableNet net;
  private final RunFolder folder;
  private final TrainingConsole console;
  private final RunReport report;
  private final List<EpochResult> results = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread interrupted = new Thread(this::stop, "interrupted");
  private volatile boolean stopping;

  TrainingRecorder(TrainableNet net, RunFolder folder, TrainingConsole console, Graph graph) {
    this.net = net;
    this.folder = folder;
    this.console = console;
    this.report = new RunReport(folder, graph);
    Runtime.getRuntime().addShutdownHook(interrupted);
  }

  @Override
  public void progressed(TrainingProgress progress) {
    console.progressed(progress);
    folder.progressed(progress);
  }

  @Override
  public void epochEnded(EpochResult result) {
    folder.epochEnded(result, net);
    results.add(result);
    console.epochEnded(result);
  }

  @Override
  public boolean shouldStop() {
    return stopping;
  }

  /**
   * The end of training: writes the pictures and the page.
   *
   * @param images that the net was examined on
   */
  void finish(Examination examination, ImageSet images) {
    report.finish(examination, images);
  }

  /** Runs in the virtual machine's shutdown, while the training thread ends its step. */
  private void stop() {
    stopping = true;
    try {
      if (ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        drawCurves();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.printf(
        "stopped after %d finished epochs; run folder: %s%n", results.size(), folder.path());
  }

  private void drawCurves() {
    List<MetricsRow> rows = folder.rows();
    if (!rows.isEmpty()) {
      report.drawCurves(rows);
    }
  }

  /** Training is over, or gave up. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // The shutdown is under way already: the hook runs.
    }
  }
}
