package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --show-recipe}: what options, `--set`, a recipe and a spec come to. */
class RecipeOptionsTest {
  private static final String SPEC =
      """
      specc: 1
      params: {classes: 10, epochs: 3}
      input: [1, 28, 28]
      recipe: own
      net: [flatten, linear: {out: classes * epochs}]
      """;

  @TempDir private Path folder = Path.of("");

  private String spec() throws IOException {
    Files.writeString(folder.resolve("own.yaml"), "recipe: 1\nepochs: 7\nbatch: 64\nseed: 1\n");
    return write("net.yaml", SPEC);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Recipe shown(String... args) {
    Outcome outcome = train(args);
    assertEquals(0, outcome.status(), outcome.all());
    return RecipeReader.read(new SourceFile("shown.yaml", outcome.out())).recipe().orElseThrow();
  }

  private static Outcome train(String... args) {
    List<String> line = new ArrayList<>(List.of("train", "--show-recipe"));
    line.addAll(List.of(args));
    return Outcome.of(line.toArray(String[]::new));
  }

  @Test
  void withoutARecipeItIsTheDefaults() {
    String lenet = Golden.repository("specs/lenet.yaml").toString();
    assertEquals(RecipeReader.defaults(List.of()).recipe().orElseThrow(), shown(lenet));
  }

  @Test
  void optionsCountMoreThanSetAndSetMoreThanTheRecipeAndThatMoreThanTheSpecs() throws IOException {
    String mine = write("mine.yaml", "recipe: 1\nname: mine\nepochs: 8\nbatch: 128\n");
    Recipe own = shown(spec());
    assertEquals(List.of("own", 7, 64, 1L), figures(own));
    Recipe given = shown(spec(), "--recipe", mine);
    assertEquals(List.of("mine", 8, 128, 0L), figures(given));
    Recipe set = shown(spec(), "--recipe", mine, "--set", "batch=16", "--set", "seed=4");
    assertEquals(List.of("mine", 8, 16, 4L), figures(set));
    Recipe option = shown(spec(), "--recipe", mine, "--set", "batch=16", "--batch", "2");
    assertEquals(List.of("mine", 8, 2, 0L), figures(option));
  }

  private static List<Object> figures(Recipe recipe) {
    return List.of(recipe.name(), recipe.epochs(), recipe.batch(), recipe.seed());
  }

  @Test
  void ablateShowsTheRecipeAndTrainsNothing() throws IOException {
    Path out = folder.resolve("ablation");
    Outcome outcome =
        Outcome.of("ablate", spec(), "--batch", "2", "--show-recipe", "--out", out.toString());
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals(train(spec(), "--batch", "2"), outcome);
    assertFalse(Files.exists(out), "nothing is trained");
  }

  @Test
  void recipesThatComeWithSpeccHaveNames() throws IOException {
    for (String name : List.of("modern", "recipes/modern", "recipes/modern.yaml")) {
      assertEquals("modern", shown(spec(), "--recipe", name).name());
    }
  }

  @Test
  void setTellsTheRecipesNamesFromTheSpecs() throws IOException {
    assertEquals(20, shown(spec(), "--set", "recipe.epochs=20", "--set", "classes=5").epochs());
    assertEquals(7, shown(spec(), "--set", "spec.epochs=20").epochs());
    Outcome both = train(spec(), "--set", "epochs=20");
    assertEquals(2, both.status());
    assertTrue(both.err().contains("write --set spec.epochs=... or --set recipe.epochs=..."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 0            | 2 | error[SPC0121]: `epochs` is at least 1, and here is `0`",
        "--lr NaN              | 2 | `lr` is a number above 0, and here is the text `NaN`",
        "--momentum 0.9        | 2 | `momentum` belongs to sgd and rmsprop; adam has `betas`",
        "--optimizer lion      | 2 | there is no optimizer `lion`",
        "--recipe nowhere      | 2 | nowhere does not exist, and no recipe of this name comes",
        "--recipe modren       | 2 | comes with specc: did you mean `modern`?",
        "--set batch=0         | 1 | --> --set:1:7",
        "--set bacth=3         | 1 | did you mean `batch`?",
        "--set learning_rate=1 | 1 | it is called `lr` here",
        "--set clases=3        | 1 | did you mean `classes`?",
        "--set classes         | 2 | --set is like name=value, not `classes`",
      })
  void mistakesAreOneMessageAndSayWhoseTheyAre(String args, int status, String message)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(args.split(" ")));
    line.add(spec());
    Outcome outcome = train(line.toArray(String[]::new));
    assertEquals(status, outcome.status(), outcome.all());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().split("error[\\[:]", -1).length - 1, outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void aSpecsRecipeIsCheckedWithIt() throws IOException {
    String spec = spec();
    Files.delete(folder.resolve("own.yaml"));
    Outcome missing = Outcome.of("check", spec);
    assertEquals(1, missing.status());
    assertTrue(missing.out().contains("error[SPC0124]"), missing.out());
    assertEquals(0, Outcome.of("weights", "list", spec).status(), "a net needs no recipe");
  }

  @Test
  void checkTakesRecipesAloneAndInFolders() throws IOException {
    spec();
    write("bad.yaml", "recipe: 1\nbatch_size: 3\n");
    write("menu.yaml", "recipe: soup\nserves: 4\n");
    Outcome checked = Outcome.of("check", folder.toString()).without(folder);
    assertEquals(1, checked.status());
    assertEquals(
        """
        error[SPC0102]: a recipe has no key `batch_size`
         --> bad.yaml:2:1
          |
        2 | batch_size: 3
          | ^^^^^^^^^^
        help: write `batch`; the spec passes with it

        ok  net.yaml  [1, 28, 28] -> [30]  23,550 parameters  23,520 MACs
        ok  own.yaml  a recipe
        1 error in 3 files
        """,
        checked.out());
    String own = folder.resolve("own.yaml").toString();
    assertTrue(Outcome.of("check", own, "--format", "json").out().contains("\"specs\" : [ ]"));
    assertTrue(
        Outcome.of("check", folder.toString(), "--format", "sarif").out().contains("SPC0102"));
  }
}
