package dev.specc.cli;

import dev.specc.checkpoint.Checkpoint;
import dev.specc.checkpoint.Checkpoints;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.Split;
import dev.specc.graph.Architecture;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.recipe.Recipe;
import dev.specc.report.EvaluationReport;
import dev.specc.report.RunException;
import dev.specc.report.RunFolder;
import dev.specc.report.RunReport;
import dev.specc.report.TrainingConsole;
import dev.specc.train.Best;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluation;
import dev.specc.train.Evaluator;
import dev.specc.train.Examination;
import dev.specc.train.Execution;
import dev.specc.train.LabelledInputs;
import dev.specc.train.NetFit;
import dev.specc.train.Progress;
import dev.specc.train.Teacher;
import dev.specc.train.TrainableNet;
import dev.specc.train.Training;
import dev.specc.train.TrainingData;
import dev.specc.train.TrainingException;
import dev.specc.train.Unrecorded;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One run of training, from its start or from a checkpoint, as a command shows and keeps it.
 *
 * @param recipe with the numbers to normalise by
 * @param title what is trained on what
 */
record TrainingRun(
    Graph graph,
    Dataset dataset,
    Recipe recipe,
    Teacher teacher,
    Execution execution,
    RunFolder folder,
    String title) {

  /**
   * The images that a recipe names.
   *
   * @throws dev.specc.data.DataException where they cannot be read, or do not fit the net
   */
  static Dataset dataset(Graph graph, Recipe recipe) {
    Dataset dataset =
        Datasets.open(recipe.data(), graph.inputs().getFirst().output(), recipe.seed());
    NetFit.of(graph, dataset);
    return dataset;
  }

  /** What is trained on what, as pictures and messages say it. */
  static String title(Graph graph, Recipe recipe) {
    return name(graph) + " on " + recipe.data().source();
  }

  /** A net by name and variant. */
  static String name(Graph graph) {
    return graph.variant().isEmpty() ? graph.name() : graph.name() + "-" + graph.variant();
  }

  /**
   * What a run came to.
   *
   * @param best of all epochs, on the held-out images
   * @param tested the last epoch's weights, on the test images
   */
  record Outcome(EpochResult best, Evaluation tested, RunFolder folder) {
    void print(PrintWriter stdout) {
      stdout.printf(
          Locale.ROOT,
          "%s; best %s%.4f after epoch %d%nrun folder: %s%n",
          EvaluationReport.accuracy(tested),
          folder.heldOut() == Split.VALIDATION ? "validation accuracy " : "",
          best.heldOutAccuracy(),
          best.epoch(),
          folder.path());
      stdout.flush();
    }
  }

  /**
   * Trains to the end, and keeps all of it in the run folder.
   *
   * @return empty where the user stopped it
   * @throws TrainingException where memory does not suffice, among others
   */
  Optional<Outcome> run() {
    int largest = Math.min(recipe.batch(), dataset.train().count());
    MemoryAdvice memory = MemoryAdvice.of(graph, recipe.with().batch(largest).build(), execution);
    if (execution.precision() == Precision.FP16 && !execution.device().isGpu()) {
      System.err.println(
          "warning: libtorch computes gradients in fp16 very slowly on a CPU; bf16 is faster");
    }
    return memory.during(this::train, System.err::println);
  }

  private Optional<Outcome> train() {
    Architecture architecture = Architecture.of(graph);
    Checkpoints checkpoints = new Checkpoints(folder.checkpoints(), recipe.checkpoints().keep());
    try (TrainableNet net = execution.net(graph, recipe);
        TrainingData data = new TrainingData(graph, dataset, recipe, net.manager());
        TrainingConsole console =
            new TrainingConsole(System.err, Terminal.showsProgress(), dataset.heldOut())) {
      Progress from = start(checkpoints, architecture, net);
      folder.resume(from.results());
      announce(from);
      try (TrainingRecorder recorder =
          new TrainingRecorder(net, architecture, folder, checkpoints, console, from.results())) {
        Progress end = new Training(net, data, recipe, teacher, recorder).resume(from);
        return recorder.shouldStop() ? Optional.empty() : Optional.of(finish(net, data, end));
      }
    }
  }

  /** Where to begin: at the newest checkpoint that is whole, which the net's state is set to. */
  private Progress start(Checkpoints checkpoints, Architecture architecture, TrainableNet net) {
    Optional<Checkpoint> newest =
        checkpoints.newest(problem -> System.err.println("warning: " + problem));
    if (newest.isEmpty()) {
      requireNothingToLose();
    }
    newest.ifPresent(
        checkpoint -> Unrecorded.run(() -> checkpoint.restore(architecture, net.state())));
    newest.ifPresent(
        checkpoint -> System.err.println("going on from " + checkpoint.file().getFileName()));
    return newest.map(Checkpoint::progress).orElse(Progress.START);
  }

  /** A run without a checkpoint begins anew: only where it never had one. */
  private void requireNothingToLose() {
    int epochs = folder.rows().size();
    if (epochs >= recipe.checkpoints().everyEpochs()) {
      throw new RunException(
          "%s: has %s behind it, and no checkpoint to go on from: it would begin anew and write over what it has. To do so, train into another folder"
              .formatted(folder.path(), Report.plural(epochs, "epoch")));
    }
  }

  private void announce(Progress from) {
    withoutLoss(graph).ifPresent(System.err::println);
    System.err.printf(
        Locale.ROOT,
        "training %s: %,d images, %,d held out, %s%s, %s%n",
        title,
        dataset.train().count(),
        dataset.chosenBy().count(),
        Report.plural(recipe.epochs(), "epoch"),
        from.steps() == 0 ? "" : " of which %d are done".formatted(from.results().size()),
        DeviceOption.text(execution.devices())
            + (execution.precision() == Precision.FLOAT32
                ? ""
                : " in " + execution.precision().word()));
  }

  /** Which output there is a loss of, where there are several. */
  private static Optional<String> withoutLoss(Graph graph) {
    List<String> outputs = graph.outputs().stream().map(o -> "`" + o.name() + "`").toList();
    List<String> others = outputs.subList(1, outputs.size());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "training by the output %s: %s %s no loss"
                .formatted(
                    outputs.getFirst(),
                    String.join(" and ", others),
                    others.size() == 1 ? "has" : "have"));
  }

  private Outcome finish(TrainableNet net, TrainingData data, Progress end) {
    try (LabelledInputs test = data.test()) {
      Examination tested = Evaluator.examine(net, test);
      new RunReport(folder, graph).finish(tested, dataset.testedOn());
      int best = Best.of(end.results(), recipe.earlyStopping());
      return new Outcome(end.results().get(best), tested.evaluation(), folder);
    }
  }
}
