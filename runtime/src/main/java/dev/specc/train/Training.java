package dev.specc.train;

import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.op.Normalisation;
import dev.specc.op.Shape;
import dev.specc.recipe.Recipe;
import java.time.Duration;

/**
 * Trains a net by a recipe, epoch by epoch, and tests it on held-out images after each.
 *
 * <p>Everything that happens in a step is decided by the recipe and the step's number, so a run
 * that goes on from a checkpoint equals one that was never interrupted, to the bit on a CPU.
 */
public final class Training {
  private static final double SECONDS_BETWEEN_READINGS = 0.2;

  private final TrainableNet net;
  private final TrainingData data;
  private final Recipe recipe;
  private final Teacher teacher;
  private final TrainingListener listener;
  private final int stepsPerEpoch;
  private final Stopwatch whole = new Stopwatch();
  private Progress progress;
  private long firstStep;

  /**
   * @param teacher asked in each step where the recipe's loss is a distillation
   */
  public Training(
      TrainableNet net,
      TrainingData data,
      Recipe recipe,
      Teacher teacher,
      TrainingListener listener) {
    this.net = net;
    this.data = data;
    this.recipe = recipe;
    this.teacher = teacher;
    this.listener = listener;
    this.stepsPerEpoch = Math.ceilDiv(data.count(), recipe.batch());
    this.progress = Progress.START;
    requireSeveralValues();
  }

  /** A batch norm cannot learn from one value for each channel: PyTorch refuses it, too. */
  private void requireSeveralValues() {
    int last = data.count() % recipe.batch();
    if (last == 1 || recipe.batch() == 1 || data.count() == 1) {
      data.graph().nodes().stream()
          .filter(node -> node.op() instanceof Normalisation.BatchNorm && isSingle(node.output()))
          .findFirst()
          .ifPresent(
              node -> {
                throw new TrainingException(
                    "`%s` (batch_norm, line %d) gets one value for each channel where a batch has one image, as the last of %,d images in batches of %d has; try a --batch that leaves no single image"
                        .formatted(
                            node.path(),
                            node.origin().span().line(),
                            data.count(),
                            recipe.batch()));
              });
    }
  }

  private static boolean isSingle(Shape shape) {
    return shape.rank() == 1 || shape.isMap() && shape.height() * shape.width() == 1;
  }

  /**
   * Trains a new net.
   *
   * @return how far it came: not to the end where the listener stopped it
   * @throws TrainingException where the loss is no number any more
   */
  public Progress run() {
    return resume(Progress.START);
  }

  /** Trains a net, whose state is that of a checkpoint, from there on. */
  public Progress resume(Progress from) {
    progress = from;
    firstStep = from.steps();
    while (!over() && !listener.shouldStop()) {
      epoch();
    }
    return progress;
  }

  private boolean over() {
    return progress.epoch() > recipe.epochs()
        || progress.step() == 0 && Best.shouldStop(progress.results(), recipe.earlyStopping());
  }

  private void epoch() {
    Stopwatch watch = new Stopwatch();
    int before = progress.step();
    double waited = steps();
    double trained = watch.seconds();
    if (progress.step() < stepsPerEpoch) { // asked to stop
      listener.checkpoint(progress);
      return;
    }
    Evaluation heldOut = Evaluator.evaluate(net, data.heldOut());
    int images = data.count() - before * recipe.batch();
    EpochResult result =
        new EpochResult(
            progress.epoch(),
            rate(stepsPerEpoch - 1),
            progress.sums().meanLoss(),
            progress.sums().accuracy(),
            heldOut.loss(),
            heldOut.accuracy(),
            images / trained,
            watch.seconds(),
            waited);
    progress = progress.after(result);
    int last = progress.results().size() - 1;
    boolean best = Best.of(progress.results(), recipe.earlyStopping()) == last;
    listener.epochEnded(result, heldOut, best);
    if (over() || result.epoch() % recipe.checkpoints().everyEpochs() == 0) {
      listener.checkpoint(progress);
    }
  }

  /** The steps of the epoch that are left; the seconds in which they waited for images. */
  private double steps() {
    Stopwatch watch = new Stopwatch();
    Stopwatch sinceReading = new Stopwatch();
    int before = progress.step();
    try (NDManager manager = net.manager().newSubManager();
        StepWindow window = new StepWindow(manager);
        TrainingBatches batches = data.epoch(recipe, progress.epoch(), before)) {
      for (int step = before; batches.hasNext() && !listener.shouldStop(); step++) {
        step(batches, manager, step, window);
        boolean due = checkpointDue(step + 1);
        boolean shows = !batches.hasNext() || sinceReading.seconds() > SECONDS_BETWEEN_READINGS;
        if (due || shows) {
          read(window);
        }
        if (shows) {
          listener.progressed(shown(before, watch.seconds()));
          sinceReading = new Stopwatch();
        }
        if (due) {
          listener.checkpoint(progress);
        }
      }
      read(window);
      return batches.secondsWaited();
    }
  }

  private boolean checkpointDue(int stepsDone) {
    int every = recipe.checkpoints().everySteps();
    return every > 0 && stepsDone % every == 0 && stepsDone < stepsPerEpoch;
  }

  private double rate(int step) {
    return rateAt((long) (progress.epoch() - 1) * stepsPerEpoch + step);
  }

  private double rateAt(long step) {
    return recipe.rate().at(step, stepsPerEpoch, recipe.epochs(), recipe.batch());
  }

  private void step(TrainingBatches batches, NDManager epoch, int step, StepWindow window) {
    long number = (long) (progress.epoch() - 1) * stepsPerEpoch + step;
    try (NDManager manager = epoch.newSubManager()) {
      Batch batch = batches.next(manager, Seeds.augmentation(recipe.seed(), number));
      Batch taught = new Batch(batch.images(), teacher.teach(batch));
      int seed = Seeds.libtorch(recipe.seed(), number);
      StepSettings settings = new StepSettings(number, rateAt(number), seed);
      window.add(net.step(taught, settings), batch.size());
    }
  }

  /** Takes what the steps since the last reading came to. */
  private void read(StepWindow window) {
    int steps = window.size();
    StepWindow.Reading reading = window.read();
    if (reading.broken() >= 0) {
      throw diverged(progress.step() + reading.broken());
    }
    progress = progress.after(reading.sums(), steps);
  }

  private TrainingException diverged(int step) {
    return new TrainingException(
        "the loss is no number any more at step %,d of epoch %d, with learning rate %s: %s"
            .formatted(step + 1, progress.epoch(), shortest(rate(step)), culprit(step)));
  }

  /** Runs the step's batch once more, to see which node is the first to give no number. */
  private String culprit(int step) {
    try (NDManager manager = net.manager().newSubManager();
        TrainingBatches batches = data.epoch(recipe, progress.epoch(), step)) {
      long number = (long) (progress.epoch() - 1) * stepsPerEpoch + step;
      Batch batch = batches.next(manager, Seeds.augmentation(recipe.seed(), number));
      return NonFinite.find(
          data.graph(), net, batch.images(), Seeds.libtorch(recipe.seed(), number));
    }
  }

  private static String shortest(double rate) {
    return String.valueOf((float) rate).replace(".0E", "E").replace("E", "e");
  }

  private TrainingProgress shown(int before, double seconds) {
    double done = progress.steps() - firstStep;
    double todo = (double) stepsPerEpoch * recipe.epochs() - firstStep - done;
    StepSums sums = progress.sums();
    return new TrainingProgress(
        progress.epoch(),
        recipe.epochs(),
        progress.step(),
        stepsPerEpoch,
        rate(progress.step() - 1),
        sums.meanLoss(),
        sums.accuracy(),
        (sums.images() - (double) before * recipe.batch()) / seconds,
        Duration.ofMillis(Math.round(whole.seconds() * todo / done * 1000)));
  }
}
