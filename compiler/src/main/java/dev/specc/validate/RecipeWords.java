package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the schema of recipes says of its choices, in words. */
final class RecipeWords {
  private static final Map<String, String> KINDS =
      Map.of(
          "optimizer", "optimizer",
          "schedule", "schedule",
          "loss", "loss",
          "augmentation", "augmentation",
          "init", "way to start weights",
          "weightRule", "way to start weights",
          "biasRule", "way to start biases");

  private RecipeWords() {}

  /** Whether a schema takes one of several words, or a map of one of them to its options. */
  static boolean isChoice(JsonNode schema) {
    return schema.path("maxProperties").asInt() == 1;
  }

  /** What is chosen: {@code optimizer}. */
  static String kind(String type) {
    return KINDS.getOrDefault(type, "value");
  }

  /** The words that may be chosen, with options or without. */
  static List<String> choices(JsonNode schema) {
    List<String> words = new ArrayList<>();
    schema.path("examples").forEach(word -> words.add(word.asText()));
    if (isChoice(schema)) {
      schema.path("properties").fieldNames().forEachRemaining(words::add);
    }
    schema.path("enum").forEach(word -> words.add(word.asText()));
    return words.stream().distinct().toList();
  }

  static List<String> keys(JsonNode schema) {
    List<String> keys = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  static List<String> required(JsonNode schema) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(key -> required.add(key.asText()));
    return required;
  }

  /** The definition that a schema refers to, or itself. */
  static JsonNode resolved(JsonNode root, JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : root.at(reference.substring(1));
  }
}
