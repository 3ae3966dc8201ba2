package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `check --format sarif` is SARIF 2.1.0, by the standard's own schema. */
class SarifTest {
  private static final Schema SCHEMA = schema();

  private static final String BROKEN =
      """
      specc: 1
      name: broken
      input: [3, 32, 32]
      net:
        - branches:
            one: [conv: {out: 8, kernel: 1}]
            five: [conv: {out: 8, kernel: 5, padding: 1}]
        - rellu
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void errorsWithRelatedPlacesAndFixes() throws IOException {
    JsonNode result = result("broken.yaml", BROKEN.replace("padding: 1", "padding: 2"));
    assertEquals("SPC0105", result.path("ruleId").asText());
    JsonNode replacement =
        result.at("/fixes/0/artifactChanges/0/replacements/0/insertedContent/text");
    assertEquals("relu", replacement.asText());
    JsonNode join = result("broken.yaml", BROKEN.replace("rellu", "relu"));
    assertEquals("SPC0203", join.path("ruleId").asText());
    assertTrue(join.path("relatedLocations").size() >= 2);
    assertEquals(7, join.at("/locations/0/physicalLocation/region/startLine").asInt());
  }

  @Test
  void theDocumentOfAnError() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), BROKEN);
    Outcome outcome = Outcome.of("check", "--format", "sarif", folder + "/broken.yaml");
    String text = outcome.out().replace("file://" + folder + "/", "");
    JsonNode results = JsonMapper.builder().build().readTree(text).at("/runs/0/results");
    // The place in the list of rules shifts with each new code.
    results.forEach(result -> ((ObjectNode) result).remove("ruleIndex"));
    Golden.assertDocument("check-errors.sarif", results.toPrettyString() + "\n");
  }

  @Test
  void nothingToReport() throws IOException {
    Outcome outcome =
        Outcome.of("check", "--format", "sarif", Golden.repository("specs").toString());
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals(0, valid(outcome).at("/runs/0/results").size());
  }

  @Test
  void aFileThatDoesNotExist() throws IOException {
    Outcome outcome = Outcome.of("check", "--format", "sarif", folder + "/none.yaml");
    assertEquals(1, outcome.status());
    assertEquals(1, valid(outcome).at("/runs/0/results").size());
  }

  @Test
  void everyRuleIsListedAndFoundByItsIndex() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), BROKEN);
    JsonNode run =
        valid(Outcome.of("check", "--format", "sarif", folder + "/broken.yaml")).at("/runs/0");
    JsonNode result = run.at("/results/0");
    JsonNode rule = run.at("/tool/driver/rules").path(result.path("ruleIndex").asInt());
    assertEquals(result.path("ruleId").asText(), rule.path("id").asText());
  }

  @Test
  void pathsWithSpacesOtherLettersAndColonsAreUris() throws IOException {
    for (String name : List.of("my net.yaml", "nétz ☃.yaml", "a:b.yaml", "50%.yaml", "a[1].yaml")) {
      String uri =
          result(name, BROKEN).at("/locations/0/physicalLocation/artifactLocation/uri").asText();
      assertEquals(folder.resolve(name), Path.of(URI.create(uri)), uri);
    }
  }

  @Test
  void relativePathsAreRelativeUris() throws IOException {
    for (String name : List.of("none here.yaml", "a:b/none.yaml", "é/none.yaml", "../none.yaml")) {
      JsonNode document = valid(Outcome.of("check", "--format", "sarif", name));
      String uri =
          document
              .at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
              .asText();
      Path base = Path.of("/base/folder");
      assertEquals(
          base.resolve(name).normalize(),
          Path.of(URI.create("file://" + base + "/").resolve(uri)),
          uri);
    }
  }

  /** The first result for a spec, in a document that the schema allows. */
  private JsonNode result(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    Outcome outcome = Outcome.of("check", "--format", "sarif", folder + "/" + name);
    assertEquals(1, outcome.status(), outcome.all());
    return valid(outcome).at("/runs/0/results/0");
  }

  private static JsonNode valid(Outcome outcome) throws IOException {
    assertEquals(List.of(), SCHEMA.validate(outcome.out(), InputFormat.JSON), outcome.out());
    return JsonMapper.builder().build().readTree(outcome.out());
  }

  private static Schema schema() {
    try (InputStream in =
        Objects.requireNonNull(
            SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
