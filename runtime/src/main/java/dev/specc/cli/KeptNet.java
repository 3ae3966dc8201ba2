package dev.specc.cli;

import dev.specc.read.FileSources;
import dev.specc.read.Sources.Loaded;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.report.RunException;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The net of a run, and how it was trained, as its folder keeps them. */
record KeptNet(RunFolder folder, RunSettings.Net settings) {
  /**
   * @throws RunException where the folder is no run's
   */
  static KeptNet in(Path path) {
    RunFolder folder = RunFolder.open(path);
    return new KeptNet(folder, folder.readSettings());
  }

  /**
   * The run that an argument names, where no weights were given to a spec.
   *
   * @throws ParameterException where it is no folder
   */
  static KeptNet named(CommandLine line, String what) {
    if (!SpecFolder.is(what)) {
      throw new ParameterException(
          line, what + " is no run folder; a spec needs --weights FILE beside it");
    }
    return in(Path.of(what));
  }

  /** The argument that names the folder's own copy of the spec, with the variant. */
  String spec() {
    String variant = settings.variant().isEmpty() ? "" : "#" + settings.variant();
    return folder.spec() + variant;
  }

  /** Values for the spec's params, by name. */
  Map<String, String> set() {
    return settings.set();
  }

  /** {@code CxHxW}; empty for the spec's own. */
  String size() {
    return settings.size();
  }

  Optional<GraphSource.Compiled> compile(GraphSource source, CommandLine line) {
    return source.compile(line, spec(), set(), size());
  }

  /**
   * With the numbers that its images were normalised by.
   *
   * @throws RunException where it is not there, or was changed and has errors now
   */
  Recipe recipe() {
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
