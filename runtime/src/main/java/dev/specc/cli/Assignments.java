package dev.specc.cli;

import dev.specc.diagnostic.Suggestion;
import dev.specc.recipe.RecipeSetting;
import dev.specc.validate.RecipeValidator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What {@code --set} was given.
 *
 * @param params values for params of the spec, as expressions
 * @param recipe values for the recipe
 */
record Assignments(Map<String, String> params, List<RecipeSetting> recipe) {
  private static final String RECIPE = "recipe.";
  private static final String SPEC = "spec.";

  Assignments {
    params = new LinkedHashMap<>(params);
    recipe = List.copyOf(recipe);
  }

  /** Names and values, for commands that know no recipe. */
  static Map<String, String> parse(CommandLine command, List<String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String assignment : given) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(command, "--set is like name=value, not `" + assignment + "`");
      }
      values.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }
    return values;
  }

  /**
   * Tells the recipe's names from the spec's.
   *
   * @param known the spec's params
   * @throws ParameterException where a name is both
   */
  static Assignments of(CommandLine command, Map<String, String> given, Collection<String> known) {
    Map<String, String> params = new LinkedHashMap<>();
    List<RecipeSetting> recipe = new ArrayList<>();
    given.forEach(
        (name, value) -> {
          if (isOfRecipe(command, name, known)) {
            recipe.add(RecipeSetting.set(name, value));
          } else {
            params.put(name.startsWith(SPEC) ? name.substring(SPEC.length()) : name, value);
          }
        });
    return new Assignments(params, recipe);
  }

  private static boolean isOfRecipe(CommandLine command, String name, Collection<String> params) {
    if (name.startsWith(RECIPE) || name.startsWith(SPEC)) {
      return name.startsWith(RECIPE);
    }
    String key = name.split("\\.", 2)[0];
    boolean ofRecipe = RecipeValidator.keys().contains(key);
    if (ofRecipe && params.contains(name)) {
      throw new ParameterException(
          command,
          "`%s` is a param of the spec and a key of recipes: write --set spec.%s=... or --set recipe.%s=..."
              .formatted(name, name, name));
    }
    boolean dotted = !key.equals(name);
    boolean likely = RecipeValidator.resembleKey(key) && Suggestion.closest(key, params).isEmpty();
    return !params.contains(name) && (ofRecipe || dotted || likely);
  }
}
