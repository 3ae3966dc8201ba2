package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fuzzer's dictionary holds the words of the schema, and what expressions and YAML are of. */
class DictionaryTest {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));
  private static final Path DICTIONARY =
      ROOT.resolve("runtime/src/test/resources/fuzz/language.dict");
  private static final List<String> SYNTAX =
      List.of(
          ": ",
          "- ",
          "\\x0a",
          "\\x0a  ",
          "{",
          "}",
          "[",
          "]",
          ", ",
          "\\\"",
          "'",
          "# ",
          "&a ",
          "*a",
          "|",
          ">",
          "---",
          "...",
          "? ",
          "<<: ",
          "!!",
          "~",
          "\\\\",
          "\\x09",
          "\\x0d\\x0a",
          " // ",
          " ** ",
          " % ",
          " == ",
          " <= ",
          " and ",
          " or ",
          "not ",
          " if ",
          " else ",
          "min(",
          "max(",
          "floor(",
          "ceil(",
          "round(",
          "round_to(",
          "len(",
          "sum(",
          "true",
          "false",
          "null",
          "0x7",
          "1e9",
          "-1",
          "2147483648",
          "9223372036854775807",
          "in",
          "height",
          "width",
          "same",
          "valid",
          "std/",
          "std/inception",
          "{i}",
          "i + 1",
          "specc: 1\\x0a",
          "\\xf0\\x9f\\x98\\x80");

  @Test
  void holdsTheWordsOfTheSchema() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(ROOT.resolve("schema/spec.schema.json").toFile());
    Set<String> words = new TreeSet<>();
    collect(schema, words);
    words.addAll(SYNTAX);
    String expected = words.stream().map(w -> '"' + w + "\"\n").collect(Collectors.joining());
    if (Boolean.getBoolean("specc.update")) {
      Files.writeString(DICTIONARY, expected);
    }
    assertEquals(expected, Files.readString(DICTIONARY));
  }

  private static void collect(JsonNode node, Set<String> words) {
    node.path("properties").fieldNames().forEachRemaining(words::add);
    node.path("enum").forEach(word -> words.add(word.asText()));
    if (node.path("const").isTextual()) {
      words.add(node.path("const").asText());
    }
    node.forEach(child -> collect(child, words));
  }
}
