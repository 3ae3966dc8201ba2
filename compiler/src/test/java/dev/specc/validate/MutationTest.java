package dev.specc.validate;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Good specs with random damage: nothing that the schema forbids passes unsaid, nothing crashes.
 */
class MutationTest {
  private static final int ROUNDS = 4_000;
  private static final List<String> PIECES =
      List.of(
          "relu",
          "conv",
          "Stem",
          "kernel",
          "out",
          "times",
          "as",
          "from",
          "[",
          "]",
          "{",
          "}",
          ": ",
          ", ",
          "- ",
          "3",
          "-1",
          "0.5",
          "true",
          "no",
          "max(1, 2)",
          "\"",
          "\n",
          "\n  ",
          "~",
          ".nan",
          "&a ",
          "*a",
          "specc",
          "net",
          "blocks");

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SpecSchema.get().json());
  private final Random random = new Random(7);

  @Test
  void saysSomethingWhereverTheSchemaDoes() {
    List<Cases.Case> good = Cases.read("good.txt").all();
    int invalid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = good.get(i % good.size()).source().text();
      for (int damage = random.nextInt(3); damage >= 0; damage--) {
        text = damaged(text);
      }
      invalid += check(text) ? 0 : 1;
    }
    assertFalse(invalid < ROUNDS / 10, "only " + invalid + " texts were damaged enough");
  }

  private String damaged(String text) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(8));
    String piece = random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
    return text.substring(0, from) + piece + text.substring(to);
  }

  /** Whether the schema accepts a text; a text that is no YAML counts as accepted. */
  private boolean check(String text) {
    Optional<YamlNode> root = YamlReader.read(new SourceFile("damaged", text)).root();
    if (root.isEmpty()) {
      return true;
    }
    JsonNode json = new JsonTree(CutExpressions.none(), Integer.MAX_VALUE).convert(root.get());
    boolean valid = schema.validate(json).isEmpty();
    Validation validation = SchemaValidator.validate(root.get());
    if (!valid) {
      assertFalse(validation.diagnostics().isEmpty(), text);
    }
    return valid;
  }
}
