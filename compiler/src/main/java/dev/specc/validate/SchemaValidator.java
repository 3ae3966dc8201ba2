package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a document against the JSON schema and says what is wrong in the language's own words.
 *
 * <p>After it, a step that is not invalid has exactly one op key, and every value that is not
 * invalid has one of the types that the schema names.
 */
public final class SchemaValidator {
  private static final Set<String> OF_BOTH = Set.of("name", "description", "source", "recipe");

  private SchemaValidator() {}

  /** Loads the schema ahead of time; a caller may do so beside other work. */
  public static void load() {
    SpecSchema.get();
  }

  public static Validation validate(YamlNode root) {
    Optional<Diagnostic> version =
        LanguageVersion.other(root, "specc", "spec").or(() -> recipe(root));
    if (version.isPresent()) {
      return alone(version.get(), root);
    }
    CutExpressions cuts = CutExpressions.find(root);
    JsonTree tree = new JsonTree(cuts, YamlReader.MAX_DEPTH + 1);
    JsonNode json = tree.convert(root);
    YamlNode tooDeep = tree.tooDeep();
    if (tooDeep != null) {
      return alone(nestsTooDeeply(tooDeep), root);
    }
    Findings findings = new Findings();
    cuts.diagnostics().forEach(findings::note);
    findings.silence(cuts.damaged());
    SpecSchema schema = SpecSchema.get();
    new StepRules(schema, cuts, findings).check(root);
    RootRules.check(root, findings);
    PublishedSchema.Violations violations = schema.violations(json);
    translate(violations.found(), root, schema, findings);
    if (findings.isFull() || !violations.all()) { // what was not looked at cannot be decoded
      findings.misread();
    }
    return findings.result(root);
  }

  private static Validation alone(Diagnostic diagnostic, YamlNode root) {
    Findings findings = new Findings();
    findings.add(diagnostic, root);
    return findings.result(root);
  }

  /** A text that has nothing but keys of recipes is one. */
  private static Optional<Diagnostic> recipe(YamlNode root) {
    return root instanceof YamlNode.Mapping mapping
            && mapping.entry("specc").isEmpty()
            && mapping.entries().stream().allMatch(e -> isOfRecipe(e.name()))
            && !mapping.entries().stream().allMatch(e -> OF_BOTH.contains(e.name()))
        ? Optional.of(RecipeKeyMistakes.noVersion(root))
        : Optional.empty();
  }

  private static boolean isOfRecipe(String key) {
    return RecipeValidator.isKeyOrOtherName(key) && !KeyMistakes.STRUCTURE.contains(key);
  }

  private static Diagnostic nestsTooDeeply(YamlNode node) {
    String message =
        "with its aliases expanded the text nests more than " + YamlReader.MAX_DEPTH + " deep here";
    return Diagnostic.of(Code.TOO_DEEP, node.span(), message);
  }

  private static void translate(
      List<Violation> violations, YamlNode root, SpecSchema schema, Findings findings) {
    Map<List<Object>, List<Violation>> byPath = new LinkedHashMap<>();
    for (Violation violation : violations) {
      // What a step consists of is for StepRules to say.
      boolean ofStep = violation.type().equals("step") && !violation.keyword().equals("type");
      if (!ofStep) {
        byPath.computeIfAbsent(violation.path(), p -> new ArrayList<>()).add(violation);
      }
    }
    KeyMistakes keys = new KeyMistakes(schema.vocabulary(), findings);
    ValueMistakes values = new ValueMistakes(schema.vocabulary(), findings);
    byPath.forEach(
        (path, here) -> {
          if (findings.isFull()) {
            return;
          }
          Place place = Place.of(root, path);
          if (!findings.isSilenced(place.node())) {
            values.explain(here.stream().filter(v -> v.word().isEmpty()).toList(), place);
            keys.explain(here.stream().filter(v -> !v.word().isEmpty()).toList(), place);
          }
        });
  }
}
