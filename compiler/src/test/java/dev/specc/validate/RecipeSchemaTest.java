package dev.specc.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema of recipes as editors see it: the standard library reads it, with all of the standard.
 */
class RecipeSchemaTest {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));
  private static final SchemaRegistry STANDARD =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @Test
  void isValidBySelfDescriptionOfTheStandard() throws IOException {
    SchemaLocation standard = SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");
    assertEquals(List.of(), STANDARD.getSchema(standard).validate(json()));
  }

  @Test
  void isReadTheSameByOurReader() throws IOException {
    String ours = new PublishedSchema("/schema/recipe.schema.json").json().toString();
    assertEquals(json().toString(), ours);
  }

  @Test
  void everyDefinitionHasATitleForMessagesAndIsUsed() throws IOException {
    String text = json().toString();
    json()
        .path("$defs")
        .properties()
        .forEach(
            d -> {
              assertFalse(d.getValue().path("title").asText().isEmpty(), d.getKey());
              assertFalse(d.getValue().path("description").asText().isEmpty(), d.getKey());
              assertFalse(!text.contains("#/$defs/" + d.getKey() + "\""), d.getKey());
            });
  }

  @Test
  void usesOnlyTheKeywordsThatTheValidatorKnows() throws IOException {
    Set<String> unknown = new TreeSet<>();
    keywords(json(), unknown);
    unknown.removeAll(Set.of("$schema", "$defs", "title", "description", "default", "examples"));
    PublishedSchema.KEYWORDS.forEach(keyword -> unknown.remove(keyword.getValue()));
    assertEquals(Set.of(), unknown);
  }

  private static void keywords(JsonNode schema, Set<String> found) {
    schema
        .properties()
        .forEach(
            e -> {
              found.add(e.getKey());
              switch (e.getKey()) {
                case "properties", "$defs" -> e.getValue().forEach(p -> keywords(p, found));
                case "items" -> keywords(e.getValue(), found);
                default -> {}
              }
            });
  }

  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("specs/recipes"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void passesGoodRecipesInEditors(Path file) throws IOException {
    assertEquals(List.of(), standard(Files.readString(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lr: 1 / 255", "epochs: 60 / 2", "clip_norm: none", "data: {resize: [1, 2 * 8]}"})
  void passesExpressionsInEditors(String line) throws IOException {
    assertEquals(List.of(), standard("recipe: 1\n" + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown-key",
        "names-of-other-frameworks",
        "unknown-choices",
        "missing-options",
        "options-without-braces",
        "two-optimizers",
        "wrong-types",
        "out-of-range",
        "yes-and-no",
        "no-version"
      })
  void failsBadRecipesInEditors(String name) throws IOException {
    Path file = ROOT.resolve("compiler/src/test/resources/errors/recipes/" + name + ".yaml");
    assertFalse(standard(Files.readString(file)).isEmpty());
  }

  private static List<Error> standard(String text) throws IOException {
    YamlNode root = YamlReader.read(new SourceFile("x.yaml", text)).root().orElseThrow();
    JsonTree tree = new JsonTree(CutExpressions.none(), Integer.MAX_VALUE);
    return STANDARD.getSchema(json()).validate(tree.convert(root));
  }

  private static JsonNode json() throws IOException {
    try (InputStream in =
        RecipeSchemaTest.class.getResourceAsStream("/schema/recipe.schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
