package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.Dataset;
import dev.specc.graph.Graph;
import dev.specc.predict.Taught;
import dev.specc.recipe.Recipe;
import dev.specc.report.RunException;
import dev.specc.report.RunSettings;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TrainingEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** Goes on with a run that was interrupted, from what its folder holds. */
final class ResumedRun {
  private ResumedRun() {}

  /**
   * @return 0, or 1 where the run's own spec or recipe has errors
   * @throws RunException where the folder is no run's
   */
  static int go(CommandLine command, Path path, DeviceOption given) {
    KeptNet kept = KeptNet.in(path);
    Optional<GraphSource.Compiled> compiled = kept.compile(SpecSource.withoutWarnings(), command);
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    Recipe recipe = kept.recipe();
    Execution execution = execution(command, kept.settings(), given);
    Dataset dataset = TrainingRun.dataset(graph, recipe);
    try (Taught taught =
        Taught.by(recipe.loss(), SpecSource.teachers(command), graph, execution.device())) {
      String title = TrainingRun.title(graph, recipe);
      new TrainingRun(graph, dataset, recipe, taught.teacher(), execution, kept.folder(), title)
          .run()
          .ifPresent(outcome -> outcome.print(command.getOut()));
    }
    return ExitStatus.FINE;
  }

  private static Execution execution(
      CommandLine command, RunSettings.Net settings, DeviceOption given) {
    List<Device> devices =
        given.isAuto() ? DeviceOption.parse(command, settings.device()) : given.several(command);
    return new Execution(
        TrainingEngine.valueOf(settings.engine().toUpperCase(Locale.ROOT)),
        settings.precision(),
        Recompute.valueOf(settings.recompute().toUpperCase(Locale.ROOT)),
        devices);
  }
}
