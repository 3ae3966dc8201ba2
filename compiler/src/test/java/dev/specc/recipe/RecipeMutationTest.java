package dev.specc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands in place of a value, it is reported or it means something: the records' own rules
 * are never the first to see it.
 */
class RecipeMutationTest {
  private static final Pattern VALUE = Pattern.compile("(?<=[:\\[,] )[^\\s,{}\\[\\]\"]+");

  private static final List<String> OTHERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "0.0",
          "1.0",
          "0.999999999999999999",
          "1e-320",
          "1e308",
          "1.7976931348623157e308",
          "1e400",
          ".inf",
          "-.inf",
          ".nan",
          "2147483648",
          "0x1F",
          "9223372036854775808",
          "1e9",
          "1 / 3",
          "1 / 0",
          "3 -",
          "none",
          "null",
          "true",
          "yes",
          "''",
          "adam",
          "step",
          "keep",
          "[]",
          "[0]",
          "[1, 2]",
          "[1, 1, 1]",
          "{}",
          "{a: 1}",
          "{sgd: }",
          "[[1]]",
          "\"1\"",
          "1e-400",
          "4294967297",
          "1000000000");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyOtherValueIsReportedOrMeansSomething(long seed) {
    RandomRecipes recipes = new RandomRecipes(seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      String text = RecipePrinter.print(recipes.next());
      String changed = changed(text, random);
      RecipeReader.Result read = RecipeReader.read(new SourceFile("recipe.yaml", changed));
      boolean errors = read.diagnostics().stream().anyMatch(Diagnostic::isError);
      assertEquals(errors, read.recipe().isEmpty(), changed);
      read.recipe().ifPresent(RecipePrinter::print);
      refused += errors ? 1 : 0;
    }
    assertTrue(refused > 100 && refused < 400, "refused: " + refused);
  }

  private static String changed(String text, Random random) {
    List<MatchResult> values = new ArrayList<>(VALUE.matcher(text).results().toList());
    MatchResult value = values.get(random.nextInt(values.size()));
    String other = OTHERS.get(random.nextInt(OTHERS.size()));
    return text.substring(0, value.start()) + other + text.substring(value.end());
  }
}
