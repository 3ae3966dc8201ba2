package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.read.YamlNode;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON value of a YAML tree. A node that aliases share becomes one JSON node, so the work grows
 * with the text and not with what it expands to.
 */
final class JsonTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONG_DIGITS = 18;

  private record Converted(JsonNode json, int depth) {}

  private final int maxDepth;
  private final CutExpressions cuts;
  private final Map<YamlNode, Converted> shared = new IdentityHashMap<>();
  private @Nullable YamlNode tooDeep;

  JsonTree(CutExpressions cuts, int maxDepth) {
    this.cuts = cuts;
    this.maxDepth = maxDepth;
  }

  JsonNode convert(YamlNode node) {
    return converted(node).json;
  }

  /** The first collection that nests too deeply with its aliases expanded; null if none does. */
  @Nullable YamlNode tooDeep() {
    return tooDeep;
  }

  /** The recursion is as deep as the text, where the reader has a limit: aliases point back. */
  private Converted converted(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      return new Converted(scalar(scalar), 0);
    }
    Converted known = shared.get(node);
    if (known != null) {
      return known;
    }
    Converted converted =
        switch (node) {
          case YamlNode.Mapping mapping -> mapping(mapping);
          case YamlNode.Sequence sequence -> sequence(sequence);
          case YamlNode.Scalar scalar -> throw new IllegalStateException("a scalar: " + scalar);
        };
    if (converted.depth > maxDepth && tooDeep == null) {
      tooDeep = node;
    }
    shared.put(node, converted);
    return converted;
  }

  private Converted mapping(YamlNode.Mapping mapping) {
    ObjectNode object = JSON.objectNode();
    int depth = 0;
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!cuts.isCutOff(entry)) {
        Converted value = converted(entry.value());
        object.set(entry.name(), value.json);
        depth = Math.max(depth, value.depth);
      }
    }
    return new Converted(object, depth + 1);
  }

  private Converted sequence(YamlNode.Sequence sequence) {
    ArrayNode array = JSON.arrayNode(sequence.items().size());
    if (cuts.damaged().contains(sequence)) {
      return new Converted(array, 1);
    }
    int depth = 0;
    for (YamlNode item : sequence.items()) {
      Converted value = converted(item);
      array.add(value.json);
      depth = Math.max(depth, value.depth);
    }
    return new Converted(array, depth + 1);
  }

  private static JsonNode scalar(YamlNode.Scalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> JSON.nullNode();
      case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
      case INTEGER -> integer(scalar.text());
      case FLOAT -> decimal(scalar.text());
      case STRING -> JSON.textNode(scalar.text());
    };
  }

  /** Only the sign and the range matter here, so digits past a long's are worth no more. */
  private static JsonNode integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : 10;
    digits = radix == 10 ? digits : digits.substring(2);
    boolean fits = digits.length() * Math.log10(radix) < LONG_DIGITS;
    long value = fits ? Long.parseLong(digits, radix) : Long.MAX_VALUE;
    return JSON.numberNode(negative ? -value : value);
  }

  /** What is no finite number fits no option: null stands for it. */
  private static JsonNode decimal(String text) {
    boolean word = text.toLowerCase(Locale.ROOT).matches("[+-]?\\.(inf|nan)");
    double value = word ? Double.NaN : Double.parseDouble(text);
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }
}
