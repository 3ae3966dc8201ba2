package dev.specc.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.specc.op.Op;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema as editors see it: the standard library reads it, with all of the standard. */
class SpecSchemaTest {
  private static final SchemaRegistry STANDARD =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @Test
  void isValidBySelfDescriptionOfTheStandard() throws IOException {
    Schema meta =
        STANDARD.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertEquals(List.of(), meta.validate(json()));
  }

  @Test
  void isReadTheSameByOurReader() throws IOException {
    assertEquals(json().toString(), SpecSchema.get().json().toString());
  }

  @Test
  void describesEveryProperty() throws IOException {
    List<String> bare = new ArrayList<>();
    describe("", json(), json(), bare);
    assertEquals(List.of(), bare);
  }

  private static void describe(String path, JsonNode node, JsonNode root, List<String> bare) {
    for (String holder : List.of("properties", "patternProperties", "$defs")) {
      boolean condition = path.endsWith("/if");
      for (var entry :
          condition
              ? Set.<java.util.Map.Entry<String, JsonNode>>of()
              : node.path(holder).properties()) {
        JsonNode target = entry.getValue();
        if (!target.has("description") && target.has("$ref")) {
          target = root.at(target.get("$ref").asText().substring(1));
        }
        if (target.path("description").asText().isBlank()) {
          bare.add(path + "/" + holder + "/" + entry.getKey());
        }
      }
    }
    node.properties().forEach(e -> describe(path + "/" + e.getKey(), e.getValue(), root, bare));
  }

  @Test
  void usesOnlyTheKeywordsThatTheValidatorKnows() throws IOException {
    Set<String> texts =
        Set.of("$schema", "$defs", "title", "description", "default", "examples", "then");
    Set<String> unknown = new TreeSet<>();
    keywords(json(), unknown);
    unknown.removeAll(texts);
    PublishedSchema.KEYWORDS.forEach(keyword -> unknown.remove(keyword.getValue()));
    assertEquals(Set.of(), unknown);
  }

  private static void keywords(JsonNode schema, Set<String> found) {
    schema
        .properties()
        .forEach(
            entry -> {
              found.add(entry.getKey());
              switch (entry.getKey()) {
                case "properties", "patternProperties", "$defs" ->
                    entry.getValue().forEach(inner -> keywords(inner, found));
                case "items", "additionalProperties", "if", "then" ->
                    keywords(entry.getValue(), found);
                default -> {}
              }
            });
  }

  @Test
  void namesExactlyTheOpsThatNeedNoOptionsAsBareSteps() throws IOException {
    Vocabulary vocabulary = SpecSchema.get().vocabulary();
    List<String> bare =
        vocabulary.ops().stream()
            .filter(vocabulary::isPrimitive)
            .filter(op -> vocabulary.required(op).isEmpty())
            .toList();
    JsonNode step = json().at("/$defs/step");
    List<String> examples = new ArrayList<>();
    step.get("examples").forEach(example -> examples.add(example.asText()));
    assertEquals(bare, examples);
    assertEquals(
        "^([A-Z][A-Za-z0-9_]*|" + String.join("|", bare) + ")$", step.get("pattern").asText());
  }

  @Test
  void knowsEveryOpOfTheGraph() {
    Set<String> ops = SpecSchema.get().vocabulary().ops();
    List<String> unwritten = List.of("Input", "Join", "PadChannels");
    leaves(Op.class)
        .filter(type -> !unwritten.contains(type.getSimpleName()))
        .map(type -> type.getSimpleName().replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase())
        .forEach(op -> assertTrue(ops.contains(op), op));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SpecSchemaTest::leaves)
        : Stream.of(type);
  }

  static List<Cases.Case> good() {
    return Cases.read("good.txt").all();
  }

  static List<Cases.Case> mistakes() {
    return Cases.read("mistakes.txt").all();
  }

  @ParameterizedTest
  @MethodSource("good")
  void passesGoodSpecsInEditors(Cases.Case good) throws IOException {
    assertEquals(List.of(), standard(good));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void failsBadSpecsInEditors(Cases.Case mistake) throws IOException {
    boolean onlySpecc = mistake.name().endsWith("(specc only)");
    assertEquals(onlySpecc, standard(mistake).isEmpty());
  }

  private static List<com.networknt.schema.Error> standard(Cases.Case spec) throws IOException {
    JsonTree tree = new JsonTree(CutExpressions.none(), Integer.MAX_VALUE);
    return STANDARD.getSchema(json()).validate(tree.convert(spec.root()));
  }

  private static JsonNode json() throws IOException {
    try (InputStream in = SpecSchema.class.getResourceAsStream("/schema/spec.schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
