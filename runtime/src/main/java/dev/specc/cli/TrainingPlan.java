package dev.specc.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Dataset;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Param;
import dev.specc.graph.Graph;
import dev.specc.predict.Taught;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipePrinter;
import dev.specc.recipe.RecipeReader;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
import dev.specc.report.TrainingImages;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainingData;
import dev.specc.train.TrainingEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What is trained, and how.
 *
 * @param set values for params of the spec
 * @param size as {@code --size} gave it; may be empty
 */
record TrainingPlan(
    GraphSource.Compiled compiled,
    Map<String, String> set,
    String size,
    Recipe recipe,
    TrainingEngine engine,
    PrecisionChoice precision,
    Recompute recompute) {
  /**
   * What the command line comes to.
   *
   * @param status fine, or what the command returns where there is no plan
   */
  record Resolution(int status, Optional<TrainingPlan> plan) {
    /**
     * The plan; empty where there is none, or where its recipe was only to be shown, which it is.
     */
    Optional<TrainingPlan> toRun(CommandLine line, TrainingOptions options) {
      if (!options.show()) {
        return plan;
      }
      plan.ifPresent(p -> line.getOut().print(RecipePrinter.print(p.recipe())));
      line.getOut().flush();
      return Optional.empty();
    }
  }

  TrainingPlan {
    set = new LinkedHashMap<>(set);
  }

  /** Compiles the spec and reads the recipe; what is wrong is said on stderr. */
  static Resolution resolve(
      CommandLine line,
      GraphSource source,
      String spec,
      NetOptions given,
      TrainingOptions options) {
    options.requireUsage(line);
    ModelSpec model = source.model(spec).orElse(null);
    List<String> params =
        model == null ? List.of() : model.params().stream().map(Param::name).toList();
    Assignments set = Assignments.of(line, given.set(), params);
    Optional<GraphSource.Compiled> compiled =
        source.compile(line, spec, set.params(), given.size());
    if (compiled.isEmpty()) {
      return new Resolution(ExitStatus.INPUT_HAS_ERRORS, Optional.empty());
    }
    RecipeReader.Result read = options.recipe(model, set.recipe());
    Report.print(read.diagnostics(), line.getErr(), false);
    line.getErr().flush();
    int status =
        read.recipe().isPresent()
            ? ExitStatus.FINE
            : TrainingOptions.areWrong(read.diagnostics())
                ? ExitStatus.WRONG_USAGE
                : ExitStatus.INPUT_HAS_ERRORS;
    return new Resolution(
        status,
        read.recipe()
            .map(
                r ->
                    new TrainingPlan(
                        compiled.get(),
                        set.params(),
                        given.size(),
                        r,
                        options.engine(),
                        options.precision(),
                        options.recompute())));
  }

  /** The same net, trained in another way. */
  TrainingPlan with(Recipe other) {
    return new TrainingPlan(compiled, set, size, other, engine, precision, recompute);
  }

  Graph graph() {
    return compiled.graph();
  }

  /**
   * Trains to the end.
   *
   * @param images that the recipe names
   * @param devices at least one
   * @param newFolder makes the run's folder, once nothing is left to be wrong
   * @return empty where the user stopped it
   */
  Optional<TrainingRun.Outcome> train(
      CommandLine line, Dataset images, List<Device> devices, Supplier<RunFolder> newFolder) {
    Execution execution = execution(line, devices);
    Recipe whole = measured(images, execution.device());
    try (Taught taught =
        Taught.by(whole.loss(), SpecSource.teachers(line), graph(), execution.device())) {
      RunFolder folder = newFolder.get();
      folder.begin(
          compiled.files(),
          RecipePrinter.print(whole),
          TrainingImages.of(images),
          settings(execution));
      String title = TrainingRun.title(graph(), whole);
      return new TrainingRun(graph(), images, whole, taught.teacher(), execution, folder, title)
          .run();
    }
  }

  /**
   * @throws ParameterException where the engine cannot use them
   */
  Execution execution(CommandLine line, List<Device> devices) {
    if (engine == TrainingEngine.BLOCKS && devices.size() > 1) {
      throw new ParameterException(line, "several devices need --engine script");
    }
    return new Execution(engine, precision.on(engine, devices.getFirst()), recompute, devices);
  }

  private Recipe measured(Dataset dataset, Device device) {
    try (NDManager manager = TorchEngine.get().newBaseManager(device)) {
      return TrainingData.measured(recipe, dataset, manager);
    }
  }

  private RunSettings settings(Execution execution) {
    return new RunSettings(
        compiled.spec(),
        graph().variant(),
        set,
        size,
        recipe.data().source(),
        engine.word(),
        execution.precision(),
        execution.recompute().word(),
        DeviceOption.text(execution.devices()),
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
}
