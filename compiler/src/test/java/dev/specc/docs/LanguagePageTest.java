package dev.specc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.docs.LanguagePage.Example;
import dev.specc.docs.LanguagePage.Stated;
import dev.specc.graph.Frame;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.read.FileSources;
import dev.specc.read.YamlReader;
import dev.specc.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference page says what is true: its examples compile, its tables are the schema's. */
class LanguagePageTest {
  private static final LanguagePage PAGE = LanguagePage.read();

  static List<Example> examples() {
    return PAGE.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesCompileWithoutAWord(Example example) {
    Compiler.Result result = PAGE.files(example).compileMain();
    List<Diagnostic> said = result.diagnostics();
    if (example.error().isPresent()) {
      assertEquals(List.of(example.error().get()), said.stream().map(d -> d.code().id()).toList());
    } else {
      assertEquals(List.of(), said);
      example.stated().forEach(stated -> check(stated, result.graphs().getFirst()));
    }
  }

  private static void check(Stated stated, Graph graph) {
    Optional<Node> node =
        graph.layers().stream()
            .filter(n -> comesFrom(n, stated.line()))
            .reduce((earlier, later) -> later);
    assertTrue(node.isPresent(), () -> "no node at line " + stated.line());
    assertEquals(stated.shape(), node.get().output().toString(), stated::toString);
    stated.path().ifPresent(path -> assertEquals(path, node.get().path()));
  }

  /** Whether a node is made by the step on this line, or in a block or loop that is there. */
  private static boolean comesFrom(Node node, int line) {
    List<Span> spans = new ArrayList<>(List.of(node.origin().span()));
    for (Frame f = node.origin().frame(); f != null; f = f.outer()) {
      spans.add(f.at());
    }
    return spans.stream().anyMatch(span -> span.line() == line);
  }

  @Test
  void everyExampleIsFound() {
    long fences = PAGE.text().lines().filter(line -> line.startsWith("```yaml")).count();
    assertEquals(fences, PAGE.examples().size());
    long stated = PAGE.examples().stream().mapToLong(e -> e.stated().size()).sum();
    assertTrue(stated > 60, () -> "only " + stated + " outputs are stated");
    long arrows =
        PAGE.text().lines().filter(line -> line.contains(" # ") && line.contains("-> [")).count();
    assertEquals(arrows, stated);
  }

  @Test
  void tablesHoldTheOptionsAndDefaultsOfTheSchema() throws IOException {
    Map<String, Map<String, String>> expected = new TreeMap<>();
    JsonNode schema = schema();
    for (Map.Entry<String, JsonNode> key : schema.at("/$defs/step/properties").properties()) {
      String op = key.getKey();
      if (key.getValue().path("$ref").asText().equals("#/$defs/" + op) && !op.equals("from")) {
        Map<String, String> options = new LinkedHashMap<>();
        schema
            .at("/$defs/" + op + "/properties")
            .properties()
            .forEach(o -> options.put(o.getKey(), normal(o.getValue().path("default").asText())));
        expected.put(op, options);
      }
    }
    Map<String, Map<String, String>> written = new TreeMap<>();
    PAGE.options()
        .forEach(
            (op, options) -> {
              Map<String, String> normal = new LinkedHashMap<>();
              options.forEach((name, value) -> normal.put(name, normal(value)));
              written.put(op, normal);
            });
    assertEquals(expected, written);
  }

  /** Numbers have several notations. */
  private static String normal(String value) {
    return value.matches("-?[0-9.]+([eE]-?[0-9]+)?")
        ? Double.toString(Double.parseDouble(value))
        : value;
  }

  @Test
  void everyWordOfTheSchemaIsMentioned() throws IOException {
    JsonNode schema = schema();
    for (String place :
        List.of(
            "/properties",
            "/$defs/step/properties",
            "/$defs/block/properties",
            "/$defs/aux/properties")) {
      assertFalse(schema.at(place).isMissingNode(), place);
      for (Map.Entry<String, JsonNode> key : schema.at(place).properties()) {
        String word = "(?s).*(`|\\b)" + key.getKey() + "[`:].*";
        assertTrue(PAGE.text().matches(word), () -> place + "/" + key.getKey());
      }
    }
  }

  @Test
  void limitsAreThoseOfTheCode() {
    String limits = PAGE.text().substring(PAGE.text().indexOf("\n## Limits"));
    for (long limit :
        List.of(
            (long) (FileSources.MAX_BYTES >> 20),
            (long) YamlReader.MAX_DEPTH,
            (long) YamlReader.MAX_NODES,
            Window.MAX_OPTION)) {
      assertTrue(limits.contains(String.format(Locale.ROOT, " %,d", limit)), () -> "" + limit);
    }
    assertEquals(1L << 40, Shape.MAX_ELEMENTS);
  }

  private static JsonNode schema() throws IOException {
    try (InputStream in = LanguagePageTest.class.getResourceAsStream("/schema/spec.schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
