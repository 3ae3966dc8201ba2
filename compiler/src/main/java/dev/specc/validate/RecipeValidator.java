package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a recipe against its schema and says what is wrong in the language's own words.
 *
 * <p>A recipe without an error has the types and ranges of the schema, and values that fit each
 * other: it can be decoded without a further look.
 */
public final class RecipeValidator {
  private static final String TEXT = "#/$defs/text";

  /** Loads on first use, once. */
  private static final class Holder {
    static final PublishedSchema SCHEMA = new PublishedSchema("/schema/recipe.schema.json");
  }

  private RecipeValidator() {}

  /** The keys that a recipe may have. */
  public static Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    Holder.SCHEMA.json().path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The keys, of whichever map, whose values are texts. */
  public static Set<String> textKeys() {
    Set<String> keys = new LinkedHashSet<>(Set.of("data"));
    addTextKeys(Holder.SCHEMA.json(), keys);
    return keys;
  }

  private static void addTextKeys(JsonNode schema, Set<String> keys) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (property.getValue().path("$ref").asText().equals(TEXT)) {
        keys.add(property.getKey());
      }
    }
    schema.path("$defs").forEach(definition -> addTextKeys(definition, keys));
  }

  /** Whether a word that is no key of a recipe was meant to be one: {@code batch_size}. */
  public static boolean resembleKey(String word) {
    return RecipeHints.isMisplaced(word)
        || isKeyOrOtherName(word)
        || Suggestion.closest(word, keys()).isPresent();
  }

  /** Whether a word is a key of a recipe, or what other frameworks call one. */
  static boolean isKeyOrOtherName(String word) {
    return keys().contains(word) || RecipeNames.renamed(word, keys()).isPresent();
  }

  public static Validation validate(YamlNode root) {
    Findings findings = new Findings();
    Optional<Diagnostic> version = LanguageVersion.other(root, "recipe", "recipe");
    if (version.isPresent()) {
      findings.add(version.get(), root);
      return findings.result(root);
    }
    JsonTree tree = new JsonTree(CutExpressions.none(), YamlReader.MAX_DEPTH + 1);
    JsonNode json = tree.convert(root);
    YamlNode tooDeep = tree.tooDeep();
    if (tooDeep != null) {
      String message = "with its aliases expanded the text nests too deeply here";
      findings.add(Diagnostic.of(Code.TOO_DEEP, tooDeep.span(), message), root);
      return findings.result(root);
    }
    PublishedSchema.Violations violations = Holder.SCHEMA.violations(json);
    translate(violations.found(), root, findings);
    if (findings.isFull() || !violations.all()) { // what was not looked at cannot be decoded
      findings.misread();
    }
    RecipeRules.check(root, findings);
    return findings.result(root);
  }

  private static void translate(List<Violation> violations, YamlNode root, Findings findings) {
    Map<List<Object>, List<Violation>> byPath = new LinkedHashMap<>();
    for (Violation violation : violations) {
      byPath.computeIfAbsent(violation.path(), p -> new ArrayList<>()).add(violation);
    }
    RecipeKeyMistakes keys = new RecipeKeyMistakes(Holder.SCHEMA.json(), root, findings);
    RecipeChoices choices = new RecipeChoices(Holder.SCHEMA.json(), findings);
    RecipeValueMistakes values = new RecipeValueMistakes(Holder.SCHEMA.json(), findings);
    byPath.forEach(
        (path, here) -> {
          Place place = Place.of(root, path);
          if (findings.isFull() || findings.isSilenced(place.node())) {
            return;
          }
          if (!choices.explain(here, place)) {
            values.explain(here.stream().filter(v -> v.word().isEmpty()).toList(), place);
            keys.explain(here.stream().filter(v -> !v.word().isEmpty()).toList(), place);
          }
        });
  }
}
