package dev.specc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.validate.RecipeValidator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A printed recipe says all of it, and is the same when it is read again. */
class RecipePrinterTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsAsTheSameRecipe(long seed) {
    RandomRecipes recipes = new RandomRecipes(seed);
    for (int i = 0; i < 200; i++) {
      Recipe recipe = recipes.next();
      String text = RecipePrinter.print(recipe);
      RecipeReader.Result read = RecipeReader.read(new SourceFile("recipe.yaml", text));
      assertEquals(List.of(), errors(read), text);
      assertEquals(recipe, read.recipe().orElseThrow(), text);
      assertEquals(text, RecipePrinter.print(read.recipe().orElseThrow()));
    }
  }

  private static List<Diagnostic> errors(RecipeReader.Result read) {
    return read.diagnostics().stream().filter(Diagnostic::isError).toList();
  }

  @Test
  void everyKeyIsWritten() {
    String text = RecipePrinter.print(new RandomRecipes(0).next());
    Set<String> written = new TreeSet<>();
    YamlNode root = YamlReader.read(new SourceFile("recipe.yaml", text)).root().orElseThrow();
    ((Mapping) root).entries().forEach(e -> written.add(e.name()));
    assertEquals(new TreeSet<>(RecipeValidator.keys()), written);
  }

  /** What the random recipes are worth: each kind of each choice is among them. */
  @Test
  void randomRecipesHaveEveryKind() {
    Set<Class<?>> seen = new HashSet<>();
    RandomRecipes recipes = new RandomRecipes(1);
    for (int i = 0; i < 200; i++) {
      Recipe recipe = recipes.next();
      recipe.augmentations().forEach(a -> seen.add(a.getClass()));
      seen.add(recipe.optimizer().getClass());
      seen.add(recipe.rate().schedule().getClass());
      seen.add(recipe.loss().getClass());
      seen.add(recipe.initialisation().conv().getClass());
    }
    for (Class<?> kind :
        List.of(
            Augmentation.class,
            Optimizer.class,
            Schedule.class,
            Loss.class,
            Initialisation.Rule.class)) {
      leaves(kind).forEach(leaf -> assertTrue(seen.contains(leaf), leaf::getName));
    }
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? List.of(type.getPermittedSubclasses()).stream().flatMap(c -> leaves(c).stream()).toList()
        : List.of(type);
  }
}
