package dev.specc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The defaults that the schema states are those that a recipe gets. */
class DefaultsTest {
  /** Defaults that depend on something else. */
  private static final Set<String> OPEN = Set.of("name", "lr");

  /** Options without which their choice means nothing. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "step", "epochs: 5",
          "multi_step", "milestones: [5]",
          "exponential", "gamma: 0.9",
          "rotation", "degrees: 10",
          "cutout", "size: 8",
          "distillation", "teacher: a, weights: b",
          "warmUp", "epochs: 3",
          "earlyStopping", "patience: 3");

  private record Case(String without, String with) {}

  private static Recipe read(String line) {
    SourceFile file = new SourceFile("x.yaml", "recipe: 1\n" + line);
    RecipeReader.Result read = RecipeReader.read(file);
    return read.recipe().orElseThrow(() -> new AssertionError(line + ": " + read.diagnostics()));
  }

  @Test
  void aStatedDefaultChangesNothing() throws IOException {
    JsonNode schema = schema();
    List<Case> cases = new ArrayList<>();
    keys(schema, "", "%s", cases);
    keys(schema.at("/$defs/data"), "", "data: {%s}", cases);
    keys(schema.at("/$defs/init"), "", "init: {%s}", cases);
    keys(schema.at("/$defs/checkpoint"), "", "checkpoint: {%s}", cases);
    keys(schema.at("/$defs/warmUp"), NEEDED.get("warmUp"), "warm_up: {%s}", cases);
    String patience = NEEDED.get("earlyStopping");
    keys(schema.at("/$defs/earlyStopping"), patience, "early_stopping: {%s}", cases);
    choices(schema, "optimizer", "optimizer: {%s: {%%s}}", cases);
    choices(schema, "schedule", "schedule: {%s: {%%s}}", cases);
    choices(schema, "loss", "loss: {%s: {%%s}}", cases);
    choices(schema, "weightRule", "init: {conv: {%s: {%%s}}}", cases);
    choices(schema, "augmentation", "augment: [{%s: {%%s}}]", cases);
    assertTrue(cases.size() > 70, () -> "only " + cases.size() + " defaults");
    cases.forEach(c -> assertEquals(read(c.without), read(c.with), c.with));
  }

  private static void choices(JsonNode schema, String choice, String form, List<Case> cases) {
    for (Map.Entry<String, JsonNode> one :
        schema.at("/$defs/" + choice + "/properties").properties()) {
      JsonNode options = schema.at(one.getValue().path("$ref").asText().substring(1));
      String needed = NEEDED.getOrDefault(one.getKey(), "");
      // A jitter of nothing is none: another of its options stands beside.
      String beside = one.getKey().equals("colour_jitter") ? "hue: 0.1" : needed;
      keys(options, beside, form.formatted(one.getKey()), cases);
    }
  }

  private static void keys(JsonNode map, String beside, String form, List<Case> cases) {
    for (Map.Entry<String, JsonNode> key : map.path("properties").properties()) {
      boolean given = beside.startsWith(key.getKey() + ":");
      if (key.getValue().has("default") && !OPEN.contains(key.getKey()) && !given) {
        String value = key.getKey() + ": " + key.getValue().get("default").asText();
        String with = beside.isEmpty() ? value : beside + ", " + value;
        cases.add(new Case(form.formatted(beside), form.formatted(with)));
      }
    }
  }

  private static JsonNode schema() throws IOException {
    try (InputStream in = DefaultsTest.class.getResourceAsStream("/schema/recipe.schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
