package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.Dataset;
import dev.specc.graph.Graph;
import dev.specc.memory.Recompute;
import dev.specc.recipe.Recipe;
import dev.specc.report.RunException;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainingEngine;
import java.nio.file.Path;
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
  static int go(CommandLine command, Path path) {
    KeptNet kept = KeptNet.in(path);
    Optional<GraphSource.Compiled> compiled = kept.compile(SpecSource.withoutWarnings(), command);
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    Recipe recipe = kept.recipe();
    Device device = TorchEngine.get().defaultDevice();
    Dataset dataset = TrainingRun.dataset(graph, recipe);
    try (Taught taught = Taught.by(command, recipe.loss(), graph)) {
      String title = TrainingRun.title(graph, recipe);
      TrainingEngine engine =
          TrainingEngine.valueOf(kept.settings().engine().toUpperCase(Locale.ROOT));
      Recompute recompute = Recompute.valueOf(kept.settings().recompute().toUpperCase(Locale.ROOT));
      new TrainingRun(
              graph,
              dataset,
              recipe,
              taught.teacher(),
              engine,
              recompute,
              device,
              kept.folder(),
              title)
          .run()
          .ifPresent(outcome -> outcome.print(command.getOut()));
    }
    return ExitStatus.FINE;
  }
}
