package dev.specc.cli;

import dev.specc.checkpoint.Checkpoints;
import dev.specc.graph.Architecture;
import dev.specc.report.RunFolder;
import dev.specc.report.TrainingConsole;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluation;
import dev.specc.train.Progress;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingListener;
import dev.specc.train.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows training on the console and keeps it in the run folder. When the user interrupts it, the
 * step at hand is ended, and what the run needs to go on is kept before the process goes.
 */
final class TrainingRecorder implements TrainingListener, AutoCloseable {
  private static final int SECONDS_TO_STOP = 30;

  private final TrainableNet net;
  private final Architecture architecture;
  private final RunFolder folder;
  private final Checkpoints checkpoints;
  private final TrainingConsole console;
  private final List<EpochResult> results;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread interrupted = new Thread(this::stop, "interrupted");
  private volatile boolean stopping;

  /**
   * @param before the epochs that ended before the run was resumed
   */
  TrainingRecorder(
      TrainableNet net,
      Architecture architecture,
      RunFolder folder,
      Checkpoints checkpoints,
      TrainingConsole console,
      List<EpochResult> before) {
    this.net = net;
    this.architecture = architecture;
    this.folder = folder;
    this.checkpoints = checkpoints;
    this.console = console;
    this.results = new ArrayList<>(before);
    Runtime.getRuntime().addShutdownHook(interrupted);
  }

  @Override
  public void progressed(TrainingProgress progress) {
    console.progressed(progress);
    folder.progressed(progress);
  }

  @Override
  public void epochEnded(EpochResult result, Evaluation heldOut, boolean best) {
    results.add(result);
    folder.epochEnded(results, net.weights(), best);
    console.epochEnded(result);
  }

  @Override
  public void checkpoint(Progress progress) {
    checkpoints.save(progress, architecture, net.state());
  }

  @Override
  public boolean shouldStop() {
    return stopping;
  }

  /** Runs in the virtual machine's shutdown, while the training thread ends its step. */
  private void stop() {
    stopping = true;
    boolean kept = false;
    try {
      kept = ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.printf(
        "%nstopped after %d finished epochs%s%ngo on with: specc train --resume %s%n",
        results.size(), kept ? "" : "; the step at hand did not end in time", folder.path());
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
