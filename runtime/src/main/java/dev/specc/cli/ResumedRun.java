package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.Dataset;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import dev.specc.read.Sources.Loaded;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.report.RunException;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
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
    RunFolder folder = RunFolder.open(path);
    RunSettings.Net settings = folder.readSettings();
    String variant = settings.variant().isEmpty() ? "" : "#" + settings.variant();
    Optional<GraphSource.Compiled> compiled =
        SpecSource.withoutWarnings()
            .compile(command, folder.spec() + variant, settings.set(), settings.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    Recipe recipe = recipe(folder);
    Device device = TorchEngine.get().defaultDevice();
    Dataset dataset = TrainingRun.dataset(graph, recipe);
    try (Taught taught = Taught.by(command, recipe.loss(), graph)) {
      String title = TrainingRun.title(graph, recipe);
      TrainingEngine engine = TrainingEngine.valueOf(settings.engine().toUpperCase(Locale.ROOT));
      new TrainingRun(graph, dataset, recipe, taught.teacher(), engine, device, folder, title)
          .run()
          .ifPresent(outcome -> outcome.print(command.getOut()));
    }
    return ExitStatus.FINE;
  }

  private static Recipe recipe(RunFolder folder) {
    String name = folder.recipe().toString();
    return switch (new FileSources().load(name)) {
      case Loaded.Failed failed -> throw new RunException(name + ": " + failed.message());
      case Loaded.Text text ->
          RecipeReader.read(text.file())
              .recipe()
              .orElseThrow(() -> new RunException(name + ": has been changed, and has errors now"));
    };
  }
}
