package dev.specc.train;

import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.Batches;
import dev.specc.data.Dataset;
import dev.specc.data.ImageOrder;
import dev.specc.data.ImageReader;
import dev.specc.data.InputFit;
import dev.specc.graph.Graph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Trains a net on a dataset, epoch by epoch, and tests it after each. */
public final class Training {
  private static final double SECONDS_BETWEEN_READINGS = 0.2;

  private final TrainableNet net;
  private final Dataset data;
  private final InputFit fit;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final Stopwatch whole = new Stopwatch();
  private double waitedSeconds;

  /**
   * @throws dev.specc.data.DataException where the images or classes do not fit the net
   */
  public Training(
      TrainableNet net,
      Graph graph,
      Dataset data,
      TrainingSettings settings,
      TrainingListener listener) {
    this.net = net;
    this.data = data;
    this.fit = NetFit.of(graph, data);
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Initialises the net and trains it.
   *
   * @return a row for each epoch that ended: fewer than asked for where the listener stopped it
   * @throws TrainingException where the loss is no number any more
   */
  public List<EpochResult> run() {
    net.initialise(settings.initialisation(), settings.seed());
    List<EpochResult> results = new ArrayList<>();
    try (NDManager manager = net.manager().newSubManager();
        ImageReader train = data.train().open(manager);
        ImageReader test = data.chosenBy().open(manager)) {
      for (int epoch = 1; epoch <= settings.epochs() && !listener.shouldStop(); epoch++) {
        Stopwatch watch = new Stopwatch();
        StepWindow.Sums sums = trainEpoch(train, epoch);
        if (!listener.shouldStop()) {
          double trained = watch.seconds();
          Evaluation tested = Evaluator.evaluate(net, test, fit, data.classes());
          EpochResult result = result(epoch, sums, tested, trained, watch.seconds());
          results.add(result);
          listener.epochEnded(result);
        }
      }
    }
    return results;
  }

  private EpochResult result(
      int epoch, StepWindow.Sums sums, Evaluation test, double trained, double seconds) {
    double loss = sums.loss() / sums.images();
    double accuracy = (double) sums.correct() / sums.images();
    return new EpochResult(
        epoch,
        settings.learningRate(),
        loss,
        accuracy,
        test,
        sums.images() / trained,
        seconds,
        waitedSeconds);
  }

  private StepWindow.Sums trainEpoch(ImageReader images, int epoch) {
    Stopwatch watch = new Stopwatch();
    Stopwatch sinceReading = new Stopwatch();
    StepWindow.Sums sums = new StepWindow.Sums(0, 0, 0);
    int count = images.images().count();
    int steps = Math.ceilDiv(count, settings.batch());
    int[] order = ImageOrder.shuffled(count, settings.seed(), epoch);
    try (NDManager manager = net.manager().newSubManager();
        Batches batches = images.batches(order, settings.batch());
        StepWindow window = new StepWindow(manager)) {
      BatchFit toNet = new BatchFit(manager, fit);
      for (int step = 0; step < steps && !listener.shouldStop(); step++) {
        step(batches, toNet, manager, window);
        if (step == steps - 1 || sinceReading.seconds() > SECONDS_BETWEEN_READINGS) {
          int first = (epoch - 1) * steps + step + 2 - window.size();
          sums = sums.plus(requireNumbers(window.read(), first, epoch));
          listener.progressed(progress(epoch, step + 1, steps, sums, watch.seconds()));
          sinceReading = new Stopwatch();
        }
      }
      waitedSeconds = batches.secondsWaited();
    }
    return sums;
  }

  private void step(Batches batches, BatchFit toNet, NDManager epoch, StepWindow window) {
    try (NDManager manager = epoch.newSubManager()) {
      Batch batch = toNet.of(batches.next(manager));
      window.add(net.step(batch, settings.learningRate()), batch.size());
    }
  }

  private StepWindow.Sums requireNumbers(StepWindow.Reading reading, int firstStep, int epoch) {
    if (reading.broken() >= 0) {
      throw new TrainingException(
          "the loss is no number any more at step %d (epoch %d) with learning rate %s: training has"
                  .formatted(firstStep + reading.broken(), epoch, settings.learningRate())
              + " diverged; try a smaller --lr");
    }
    return reading.sums();
  }

  private TrainingProgress progress(
      int epoch, int step, int steps, StepWindow.Sums sums, double seconds) {
    double done = epoch - 1 + (double) step / steps;
    double left = whole.seconds() * (settings.epochs() - done) / done;
    return new TrainingProgress(
        epoch,
        settings.epochs(),
        step,
        steps,
        sums.loss() / sums.images(),
        (double) sums.correct() / sums.images(),
        sums.images() / seconds,
        Duration.ofMillis(Math.round(left * 1000)));
  }
}
