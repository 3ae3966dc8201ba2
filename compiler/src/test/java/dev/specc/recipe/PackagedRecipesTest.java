package dev.specc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.read.FileSources;
import dev.specc.read.Sources.Loaded;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes that come with specc. */
class PackagedRecipesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("specc.root", ".."), "specs/recipes");

  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void readsWithoutAWordAndSaysWhereItComesFrom(Path file) throws IOException {
    String text = Files.readString(file);
    RecipeReader.Result read = RecipeReader.read(new SourceFile(file.toString(), text));
    assertEquals(List.of(), read.diagnostics());
    Recipe recipe = read.recipe().orElseThrow();
    assertEquals(recipe.name() + ".yaml", String.valueOf(file.getFileName()));
    assertFalse(recipe.description().isBlank());
    assertFalse(recipe.source().isBlank());
    String printed = RecipePrinter.print(recipe);
    assertEquals(
        recipe, RecipeReader.read(new SourceFile("recipe.yaml", printed)).recipe().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void isFoundByItsName(Path file) {
    String name = String.valueOf(file.getFileName()).replace(".yaml", "");
    for (String way : List.of(name, "recipes/" + name, file.toString())) {
      assertTrue(new FileSources().loadRecipe(way) instanceof Loaded.Text, way);
    }
    assertTrue(
        new FileSources().loadRecipe("any/spec.yaml", "recipes/" + name) instanceof Loaded.Text);
  }
}
