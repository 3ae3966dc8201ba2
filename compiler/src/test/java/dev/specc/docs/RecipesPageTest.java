package dev.specc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.specc.recipe.RecipeReader;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference of recipes says what is true: its examples are read, its tables are the schema's.
 */
class RecipesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));
  private static final String PAGE = page();
  private static final JsonNode SCHEMA = schema();

  static List<String> examples() {
    Matcher example = Pattern.compile("(?s)```yaml recipe\n(.*?)```").matcher(PAGE);
    return example.results().map(r -> r.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreReadWithoutAWord(String example) {
    SourceFile file = new SourceFile("example.yaml", example);
    assertEquals(List.of(), RecipeReader.read(file).diagnostics());
  }

  @Test
  void everyExampleIsFound() {
    assertEquals(PAGE.split("```", -1).length / 2, examples().size());
  }

  /** Key, what it is, default: for options of a choice, with the choice before them. */
  @Test
  void tablesHoldTheKeysAndDefaultsOfTheSchema() {
    Set<List<String>> expected = new TreeSet<>(RecipesPageTest::compare);
    addKeys(SCHEMA, expected);
    for (String map : List.of("data", "normalise", "warmUp", "init", "earlyStopping")) {
      addKeys(SCHEMA.at("/$defs/" + map), expected);
    }
    addKeys(SCHEMA.at("/$defs/checkpoint"), expected);
    for (String choice : List.of("schedule", "optimizer", "weightRule", "loss", "augmentation")) {
      addChoices(SCHEMA.at("/$defs/" + choice), expected);
    }
    Set<List<String>> written = new TreeSet<>(RecipesPageTest::compare);
    written.addAll(rows());
    assertEquals(lines(expected), lines(written));
    assertTrue(expected.size() > 100, () -> "only " + expected.size() + " keys");
  }

  private static int compare(List<String> a, List<String> b) {
    return a.toString().compareTo(b.toString());
  }

  private static String lines(Set<List<String>> rows) {
    return rows.stream().map(List::toString).collect(Collectors.joining("\n"));
  }

  private static void addKeys(JsonNode map, Set<List<String>> rows) {
    for (Map.Entry<String, JsonNode> key : map.path("properties").properties()) {
      rows.add(List.of("", key.getKey(), title(key.getValue()), standard(map, key)));
    }
  }

  private static void addChoices(JsonNode choice, Set<List<String>> rows) {
    for (Map.Entry<String, JsonNode> one : choice.path("properties").properties()) {
      JsonNode options = resolved(one.getValue());
      for (Map.Entry<String, JsonNode> option : options.path("properties").properties()) {
        rows.add(
            List.of(
                one.getKey(),
                option.getKey(),
                title(option.getValue()),
                standard(options, option)));
      }
      if (!options.has("properties")) {
        rows.add(List.of(one.getKey(), "", title(one.getValue()), ""));
      }
    }
  }

  private static String standard(JsonNode owner, Map.Entry<String, JsonNode> key) {
    for (JsonNode required : owner.path("required")) {
      if (required.asText().equals(key.getKey())) {
        return "required";
      }
    }
    return normal(key.getValue().path("default").asText());
  }

  private static String title(JsonNode schema) {
    return resolved(schema).path("title").asText();
  }

  private static JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : SCHEMA.at(reference.substring(1));
  }

  /** The rows of the page's tables of keys and of options. */
  private static List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    String choice = "";
    int columns = 0;
    for (String line : PAGE.lines().toList()) {
      List<String> cells =
          line.startsWith("| ")
              ? Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()
              : List.of();
      if (cells.contains("is")) {
        columns = cells.size();
      } else if (cells.isEmpty() && !line.startsWith("|")) {
        columns = 0;
      } else if (cells.size() == 4 && columns == 4) {
        rows.add(List.of("", plain(cells.get(0)), cells.get(1), plain(cells.get(2))));
      } else if (cells.size() == 5 && columns == 5) {
        choice = cells.get(0).isEmpty() ? choice : plain(cells.get(0));
        if (!cells.get(2).isEmpty()) {
          rows.add(List.of(choice, plain(cells.get(1)), cells.get(2), plain(cells.get(3))));
        }
      }
    }
    return rows;
  }

  private static String plain(String cell) {
    return normal(cell.replace("`", "").replace("*", ""));
  }

  /** Numbers have several notations. */
  private static String normal(String value) {
    return value.matches("-?[0-9.]+([eE]-?[0-9]+)?")
        ? Double.toString(Double.parseDouble(value))
        : value;
  }

  @Test
  void everyPackagedRecipeIsListed() throws IOException {
    String list = PAGE.substring(PAGE.indexOf("\n## Recipes that come with specc"));
    List<String> listed =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(list)
            .results()
            .map(r -> r.group(1))
            .toList();
    try (Stream<Path> files = Files.list(ROOT.resolve("specs/recipes"))) {
      assertEquals(
          files.map(f -> String.valueOf(f.getFileName()).replace(".yaml", "")).sorted().toList(),
          listed);
    }
  }

  private static String page() {
    try {
      return Files.readString(ROOT.resolve("docs/recipes.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode schema() {
    try (InputStream in = RecipesPageTest.class.getResourceAsStream("/schema/recipe.schema.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
