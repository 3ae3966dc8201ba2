package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON of our own schema, which is known to be well-formed. To load Jackson's parser for
 * it, or to read it as YAML, would take a tenth of the time in which a whole check has to end.
 */
final class SchemaReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String text;
  private int at;

  private SchemaReader(String text) {
    this.text = text;
  }

  static JsonNode read(String text) {
    return new SchemaReader(text).value();
  }

  private JsonNode value() {
    return switch (next()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> JSON.textNode(string());
      default -> word();
    };
  }

  private ObjectNode object() {
    ObjectNode object = JSON.objectNode();
    at++;
    while (next() != '}') {
      String key = string();
      expect(':');
      object.set(key, value());
      skipComma();
    }
    at++;
    return object;
  }

  private ArrayNode array() {
    ArrayNode array = JSON.arrayNode();
    at++;
    while (next() != ']') {
      array.add(value());
      skipComma();
    }
    at++;
    return array;
  }

  private String string() {
    expect('"');
    int end = at;
    while (text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    String raw = text.substring(at, end);
    at = end + 1;
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  /** The schema's texts hold no escapes but those of a quote, a backslash and a slash. */
  private static String unescaped(String raw) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      plain.append(c == '\\' ? raw.charAt(++i) : c);
    }
    return plain.toString();
  }

  private JsonNode word() {
    int start = at;
    while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      case "null" -> JSON.nullNode();
      default ->
          word.matches("-?\\d+")
              ? JSON.numberNode(Integer.parseInt(word))
              : JSON.numberNode(Double.parseDouble(word));
    };
  }

  private char next() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (next() != c) {
      throw new IllegalStateException("the schema has no " + c + " at offset " + at);
    }
    at++;
  }

  private void skipComma() {
    if (next() == ',') {
      at++;
    }
  }
}
