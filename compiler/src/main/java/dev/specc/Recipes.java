package dev.specc;

import dev.specc.decode.ModelSpec;
import dev.specc.decode.ModelSpec.RecipeRef;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.Sources;
import dev.specc.read.Sources.Loaded;
import dev.specc.recipe.RecipeReader;
import dev.specc.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** What recipes have to do with specs: either is a file to check, and a spec may name a recipe. */
public final class Recipes {
  private Recipes() {}

  /** What is to be said of a file that is a recipe; empty for every other file. */
  public static Optional<RecipeReader.Result> asRecipe(Sources sources, String name) {
    return sources.load(name) instanceof Loaded.Text text && RecipeReader.isRecipe(text.file())
        ? Optional.of(RecipeReader.read(text.file()))
        : Optional.empty();
  }

  /** Reports a default recipe that is not there or has errors. */
  static void checkDefault(Sources sources, ModelSpec spec, Diagnostics diagnostics) {
    Optional<RecipeRef> named = spec.defaultRecipe();
    if (named.isEmpty() || spec.isLibrary()) {
      return;
    }
    RecipeRef recipe = named.get();
    switch (sources.loadRecipe(spec.file().name(), recipe.target())) {
      case Loaded.Text text -> check(text.file(), recipe, diagnostics);
      case Loaded.Failed failed ->
          diagnostics.add(Diagnostic.of(Code.BAD_RECIPE, recipe.span(), failed.message()));
    }
  }

  /** Its own errors are said where they are; here that there are some. */
  private static void check(SourceFile file, RecipeRef recipe, Diagnostics diagnostics) {
    List<Diagnostic> errors =
        RecipeReader.read(file).diagnostics().stream().filter(Diagnostic::isError).toList();
    if (!errors.isEmpty()) {
      Diagnostic first = errors.getFirst();
      String message = "the recipe " + file.name() + " has errors: " + first.message();
      diagnostics.add(
          Diagnostic.of(Code.BAD_RECIPE, recipe.span(), message)
              .related(first.span(), first.primary().text())
              .help("`specc check " + file.name() + "` shows all of them"));
    }
  }
}
