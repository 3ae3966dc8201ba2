package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that the schema knows for a step: ops, their options, and what may stand beside. */
final class Vocabulary {
  private static final List<String> MODIFIERS = List.of("as", "from", "when", "share", "expect");

  private final Map<String, List<String>> options = new LinkedHashMap<>();
  private final Map<String, List<String>> required = new LinkedHashMap<>();
  private final Map<String, List<String>> owners = new LinkedHashMap<>();
  private final Set<String> ops = new LinkedHashSet<>();

  Vocabulary(JsonNode schema) {
    JsonNode step = schema.at("/$defs/step");
    owners.put("index", List.of("repeat", "dense"));
    owners.put("for", List.of("repeat"));
    step.get("dependentRequired")
        .properties()
        .forEach(e -> owners.putIfAbsent(e.getKey(), names(e.getValue())));
    owners.remove("dense");
    for (Map.Entry<String, JsonNode> entry : step.get("properties").properties()) {
      String key = entry.getKey();
      if (!MODIFIERS.contains(key) && !owners.containsKey(key)) {
        ops.add(key);
        addOptions(key, entry.getValue().path("$ref").asText(), schema);
      }
    }
  }

  private void addOptions(String op, String reference, JsonNode schema) {
    if (reference.equals("#/$defs/" + op)) {
      JsonNode type = schema.at(reference.substring(1));
      List<String> names = new ArrayList<>();
      type.path("properties").fieldNames().forEachRemaining(names::add);
      options.put(op, List.copyOf(names));
      List<String> needed = new ArrayList<>(names(type.at("/then/required")));
      needed.addAll(names(type.path("required")));
      required.put(op, List.copyOf(needed));
    }
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return List.copyOf(names);
  }

  /** Ops and combinators: of these a step has exactly one. */
  Set<String> ops() {
    return ops;
  }

  List<String> modifiers() {
    return MODIFIERS;
  }

  /** The keys that configure a combinator and stand beside it. */
  Set<String> sides() {
    return owners.keySet();
  }

  /** The combinators that a side key may stand beside. */
  List<String> owners(String side) {
    return owners.getOrDefault(side, List.of());
  }

  /** The keys that may stand beside an op, modifiers first. */
  List<String> besides(String op) {
    List<String> keys = new ArrayList<>(MODIFIERS);
    owners.forEach((side, of) -> keys.addAll(of.contains(op) ? List.of(side) : List.of()));
    return keys;
  }

  /** Whether it is an op with options in braces, not a combinator. */
  boolean isPrimitive(String op) {
    return options.containsKey(op);
  }

  List<String> options(String op) {
    return options.getOrDefault(op, List.of());
  }

  /** The options without which the op means nothing; {@code out} of a conv may depend on more. */
  List<String> required(String op) {
    return required.getOrDefault(op, List.of());
  }

  /** Whether a word is a block's name: {@code [A-Z][A-Za-z0-9_]*}. */
  static boolean isBlock(String name) {
    boolean word = name.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_');
    return word && !name.isEmpty() && Character.isUpperCase(name.charAt(0));
  }
}
