package dev.specc.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Param;
import dev.specc.graph.Graph;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipePrinter;
import dev.specc.recipe.RecipeReader;
import dev.specc.report.EvaluationReport;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
import dev.specc.report.TrainingConsole;
import dev.specc.train.EpochResult;
import dev.specc.train.GraphNet;
import dev.specc.train.NetFit;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainableNet;
import dev.specc.train.Training;
import dev.specc.train.TrainingSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc train SPEC}: trains a net and leaves a run folder. */
@Command(
    name = "train",
    description = {
      "Train a net on labelled images.",
      "Shows how it goes, prints the test accuracy at the end, and leaves a folder with metrics,"
          + " curves, settings and weights."
    },
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  private final GraphSource source;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "What to train.")
  private String spec = "";

  @Mixin private NetOptions given = new NetOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; it must not exist yet. Default: runs/NAME-TIME.")
  private @Nullable Path out;

  @Mixin private TrainingOptions options = new TrainingOptions();

  /** Trains what the compiler makes of the spec. */
  public TrainCommand() {
    this(new SpecSource());
  }

  TrainCommand(GraphSource source) {
    this.source = source;
  }

  /**
   * @return 0, 1 where the spec or the recipe has errors, or 2 where an option has one
   */
  @Override
  public Integer call() {
    CommandLine line = commandSpec().commandLine();
    ModelSpec model = source.model(spec).orElse(null);
    List<String> params =
        model == null ? List.of() : model.params().stream().map(Param::name).toList();
    Assignments set = Assignments.of(line, given.set(), params);
    Optional<GraphSource.Compiled> compiled =
        source.compile(line, spec, set.params(), given.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    RecipeReader.Result read = options.recipe(model, set.recipe());
    Report.print(read.diagnostics(), line.getErr(), false);
    line.getErr().flush();
    if (read.recipe().isEmpty()) {
      return TrainingOptions.areWrong(read.diagnostics())
          ? ExitStatus.WRONG_USAGE
          : ExitStatus.INPUT_HAS_ERRORS;
    }
    Recipe recipe = read.recipe().get();
    if (options.show()) {
      line.getOut().print(RecipePrinter.print(recipe));
      line.getOut().flush();
    } else {
      train(new Run(compiled.get(), set.params(), recipe, RecipeTraining.settings(recipe)));
    }
    return ExitStatus.FINE;
  }

  /**
   * What is trained, and how.
   *
   * @param set values for params of the spec
   */
  private record Run(
      GraphSource.Compiled compiled,
      Map<String, String> set,
      Recipe recipe,
      TrainingSettings settings) {
    Graph graph() {
      return compiled.graph();
    }

    String data() {
      return recipe.data().source();
    }
  }

  private void train(Run run) {
    Graph graph = run.graph();
    TrainingSettings settings = run.settings();
    Dataset dataset = Datasets.open(run.data());
    NetFit.of(graph, dataset);
    Device device = TorchEngine.get().defaultDevice();
    RunFolder folder = folder(graph);
    folder.begin(run.compiled().text(), RecipePrinter.print(run.recipe()), settings(run, device));
    try (TrainableNet net = new GraphNet(graph, settings.optimizer(), device);
        TrainingConsole console = new TrainingConsole(System.err, Terminal.showsProgress());
        TrainingRecorder recorder = new TrainingRecorder(net, folder, console, title(run))) {
      System.err.printf(
          Locale.ROOT,
          "training %s on %s: %,d images, %,d held out, %d epochs, %s%n",
          name(graph),
          dataset.name(),
          dataset.train().count(),
          dataset.test().count(),
          settings.epochs(),
          name(device));
      List<EpochResult> results = new Training(net, graph, dataset, settings, recorder).run();
      if (!recorder.shouldStop()) {
        recorder.finish();
        summarise(results, folder);
      }
    }
  }

  private RunFolder folder(Graph graph) {
    return out == null
        ? RunFolder.create(Path.of("runs"), name(graph), LocalDateTime.now())
        : RunFolder.createAt(out);
  }

  private RunSettings settings(Run run, Device device) {
    return new RunSettings(
        run.compiled().spec(),
        run.graph().variant(),
        run.set(),
        given.size(),
        run.data(),
        run.settings(),
        name(device),
        versions());
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("specc", SpeccVersion.get());
    versions.put("djl", Engine.getDjlVersion());
    versions.put("libtorch", TorchEngine.get().getVersion());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  private static String title(Run run) {
    return name(run.graph()) + " on " + run.data();
  }

  /** {@code cpu}, or {@code gpu(0)}. */
  private static String name(Device device) {
    return device.isGpu() ? device.toString() : device.getDeviceType();
  }

  private static String name(Graph graph) {
    return graph.variant().isEmpty() ? graph.name() : graph.name() + "-" + graph.variant();
  }

  private void summarise(List<EpochResult> results, RunFolder folder) {
    EpochResult last = results.getLast();
    EpochResult best =
        results.stream().max(Comparator.comparingDouble(r -> r.test().accuracy())).orElseThrow();
    PrintWriter stdout = commandSpec().commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%s; best %.4f after epoch %d%nrun folder: %s%n",
        EvaluationReport.accuracy(last.test()),
        best.test().accuracy(),
        best.epoch(),
        folder.path());
    stdout.flush();
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
