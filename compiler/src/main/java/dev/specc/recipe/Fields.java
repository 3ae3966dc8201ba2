package dev.specc.recipe;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one map of a valid recipe, by key; what is not there has its default. */
record Fields(Map<String, Entry> byKey) {
  /** No values at all. */
  static final Fields NOTHING = new Fields(Map.of());

  private static final String NONE = "none";

  /** One of several words with its options, and its value where that is no map. */
  record Choice(String word, Fields options, @Nullable YamlNode value) {
    static Choice of(YamlNode node) {
      if (node instanceof Mapping map) {
        Entry only = map.entries().getFirst();
        return new Choice(only.name(), Fields.of(only.value()), only.value());
      }
      return word(Fields.word(node));
    }

    /** Without options. */
    static Choice word(String word) {
      return new Choice(word, NOTHING, null);
    }

    /** The number that stands instead of options. */
    double number() {
      return value == null ? Double.NaN : Fields.number(value);
    }
  }

  /** None where the node is no map. */
  static Fields of(YamlNode node) {
    return node instanceof Mapping map ? new Fields(map.byName()) : NOTHING;
  }

  Optional<YamlNode> get(String key) {
    return Optional.ofNullable(byKey.get(key)).map(Entry::value);
  }

  Optional<Choice> choice(String key) {
    return get(key).map(Choice::of);
  }

  double number(String key, double otherwise) {
    return get(key).map(Fields::number).orElse(otherwise);
  }

  int whole(String key, int otherwise) {
    return (int) number(key, otherwise);
  }

  /** A number, where {@code none} may stand too. */
  double numberOrNone(String key, double none) {
    return get(key).filter(node -> !isNone(node)).map(Fields::number).orElse(none);
  }

  boolean flag(String key, boolean otherwise) {
    return get(key).map(node -> Boolean.parseBoolean(word(node))).orElse(otherwise);
  }

  String word(String key, String otherwise) {
    return get(key).map(Fields::word).orElse(otherwise);
  }

  /** Two numbers. */
  List<Double> numbers(String key, List<Double> otherwise) {
    return get(key).map(Fields::numbers).orElse(otherwise);
  }

  /** The items of a list, or the one number as a list. */
  static List<Double> numbers(YamlNode node) {
    return node instanceof Sequence list
        ? list.items().stream().map(Fields::number).toList()
        : List.of(number(node));
  }

  static double number(YamlNode node) {
    return node instanceof Scalar scalar ? scalar.number().orElseThrow() : Double.NaN;
  }

  static String word(YamlNode node) {
    return node instanceof Scalar scalar ? scalar.text() : "";
  }

  static boolean isNone(YamlNode node) {
    return word(node).equals(NONE);
  }
}
