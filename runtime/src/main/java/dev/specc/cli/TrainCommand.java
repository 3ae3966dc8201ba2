package dev.specc.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Dataset;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Param;
import dev.specc.graph.Graph;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipePrinter;
import dev.specc.recipe.RecipeReader;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainingData;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Parameters(paramLabel = "SPEC[#variant]", arity = "0..1", description = "What to train.")
  private String spec = "";

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was interrupted: its folder. It keeps its own settings.")
  private @Nullable Path resumed;

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
    if (resumed != null) {
      requireNothingElse(line);
      return ResumedRun.go(line, resumed);
    }
    if (spec.isEmpty()) {
      throw new ParameterException(line, "train takes a spec, or --resume RUN");
    }
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
      train(new Run(compiled.get(), set.params(), recipe));
    }
    return ExitStatus.FINE;
  }

  private static void requireNothingElse(CommandLine line) {
    if (line.getParseResult().originalArgs().size() > 2) {
      throw new ParameterException(
          line, "--resume takes the run's folder alone: a run that goes on keeps its settings");
    }
  }

  /**
   * What is trained, and how.
   *
   * @param set values for params of the spec
   */
  private record Run(GraphSource.Compiled compiled, Map<String, String> set, Recipe recipe) {
    Graph graph() {
      return compiled.graph();
    }

    String data() {
      return recipe.data().source();
    }
  }

  private void train(Run run) {
    Graph graph = run.graph();
    Dataset dataset = TrainingRun.dataset(graph, run.recipe());
    Device device = TorchEngine.get().defaultDevice();
    Recipe recipe = measured(run.recipe(), dataset, device);
    try (Taught taught = Taught.by(commandSpec().commandLine(), recipe.loss(), graph)) {
      RunFolder folder = folder(graph);
      folder.begin(run.compiled().files(), RecipePrinter.print(recipe), settings(run, device));
      new TrainingRun(
              graph,
              dataset,
              recipe,
              taught.teacher(),
              device,
              folder,
              TrainingRun.title(graph, recipe))
          .run(commandSpec().commandLine().getOut());
    }
  }

  private static Recipe measured(Recipe recipe, Dataset dataset, Device device) {
    try (NDManager manager = TorchEngine.get().newBaseManager(device)) {
      return TrainingData.measured(recipe, dataset, manager);
    }
  }

  private RunFolder folder(Graph graph) {
    return out == null
        ? RunFolder.create(Path.of("runs"), TrainingRun.name(graph), LocalDateTime.now())
        : RunFolder.createAt(out);
  }

  private RunSettings settings(Run run, Device device) {
    return new RunSettings(
        run.compiled().spec(),
        run.graph().variant(),
        run.set(),
        given.size(),
        run.data(),
        run.recipe(),
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

  /** {@code cpu}, or {@code gpu(0)}. */
  private static String name(Device device) {
    return device.isGpu() ? device.toString() : device.getDeviceType();
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
