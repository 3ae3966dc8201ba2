package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import dev.specc.diagnostic.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A schema that is published for editors and used here.
 *
 * <p>Start-up time decides how: only the keywords that the schemas use are known, and nothing of
 * the meta-schema is loaded. The tests of the schemas hold them against the whole standard.
 */
final class PublishedSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** Each mistake may break a dozen rules. */
  private static final int MAX_VIOLATIONS = 20 * Diagnostics.LIMIT;

  static final List<Keyword> KEYWORDS =
      List.of(
          KeywordType.TYPE,
          KeywordType.PROPERTIES,
          KeywordType.PATTERN_PROPERTIES,
          KeywordType.ADDITIONAL_PROPERTIES,
          KeywordType.MIN_PROPERTIES,
          KeywordType.MAX_PROPERTIES,
          KeywordType.REQUIRED,
          KeywordType.DEPENDENT_REQUIRED,
          KeywordType.ITEMS,
          KeywordType.MIN_ITEMS,
          KeywordType.MAX_ITEMS,
          KeywordType.CONST,
          KeywordType.MINIMUM,
          KeywordType.MAXIMUM,
          KeywordType.EXCLUSIVE_MINIMUM,
          KeywordType.EXCLUSIVE_MAXIMUM,
          KeywordType.PATTERN,
          KeywordType.IF_THEN_ELSE,
          KeywordType.REF,
          new AllowedWords());

  private final JsonNode json;
  private final Schema schema;

  /**
   * @param resource its path on the class path
   */
  PublishedSchema(String resource) {
    json = SchemaReader.read(text(resource));
    schema = registry().getSchema(json);
  }

  JsonNode json() {
    return json;
  }

  /**
   * The rules that a document breaks.
   *
   * @param all whether those are all; otherwise the document was not looked at to its end
   */
  record Violations(List<Violation> found, boolean all) {}

  Violations violations(JsonNode document) {
    Collector collector = new Collector();
    try {
      schema.validate(collector, document);
    } catch (Enough enough) {
      return new Violations(collector.violations(), false);
    }
    return new Violations(collector.violations(), true);
  }

  /** Ends a validation. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  /** Keeps what is found, up to a number: a megabyte can break a rule half a million times. */
  private final class Collector extends ExecutionContext {
    @Override
    public void addError(Error error) {
      super.addError(error);
      if (getErrors().size() >= MAX_VIOLATIONS) {
        throw new Enough();
      }
    }

    List<Violation> violations() {
      return getErrors().stream().map(PublishedSchema.this::violation).toList();
    }
  }

  private static String text(String resource) {
    try (InputStream in = PublishedSchema.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaRegistry registry() {
    Dialect dialect =
        Dialect.builder(DIALECT)
            .specificationVersion(SpecificationVersion.DRAFT_2020_12)
            .keywords(KEYWORDS)
            .unknownKeywordFactory((name, context) -> new Annotation(name))
            .build();
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .preloadSchema(false)
            .formatAssertionsEnabled(false)
            .locale(Locale.ROOT)
            .build();
    return SchemaRegistry.withDialect(dialect, b -> b.schemaRegistryConfig(config));
  }

  private Violation violation(Error error) {
    List<Object> rule = elements(error.getSchemaLocation().getFragment());
    JsonNode holder = json;
    for (Object step : rule.subList(0, rule.size() - 1)) {
      holder = holder.path(step.toString());
    }
    List<Object> path = elements(error.getInstanceLocation());
    return new Violation(error.getKeyword(), path, type(rule), holder, word(error));
  }

  /** The definition whose own rule it is: not that of a value inside. */
  private static String type(List<Object> rule) {
    boolean defined = rule.getFirst().equals("$defs");
    boolean own = rule.size() == 3 || rule.size() == 4 && rule.get(2).equals("then");
    return defined && own ? rule.get(1).toString() : "";
  }

  private static String word(Error error) {
    return switch (error.getKeyword()) {
      case "additionalProperties", "required", "dependentRequired" ->
          String.valueOf(error.getArguments()[0]);
      default -> "";
    };
  }

  private static List<Object> elements(NodePath path) {
    List<Object> elements = new ArrayList<>();
    for (NodePath at = path; at.getNameCount() > 0; at = at.getParent()) {
      elements.addFirst(at.getElement(-1));
    }
    return elements;
  }

  /** A keyword that says something to people and nothing to the validator. */
  private record Annotation(String getValue) implements Keyword {
    @Override
    public @Nullable KeywordValidator newValidator(
        SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
      return null;
    }
  }
}
