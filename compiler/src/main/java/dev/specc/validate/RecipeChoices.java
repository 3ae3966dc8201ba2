package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Explains choices with options that are written another way: {@code {type: sgd, ...}}. */
final class RecipeChoices {
  private static final Set<String> NAMING = Set.of("type", "name", "kind", "class", "class_name");

  private final JsonNode schema;
  private final Findings findings;

  RecipeChoices(JsonNode schema, Findings findings) {
    this.schema = schema;
    this.findings = findings;
  }

  /** Whether that is the mistake of a map; then it is reported. */
  boolean explain(List<Violation> violations, Place place) {
    JsonNode choice = violations.getFirst().schema();
    if (!(place.node() instanceof Mapping map) || !RecipeWords.isChoice(choice)) {
      return false;
    }
    String type = violations.getFirst().type();
    Optional<Diagnostic> found = named(type, choice, map).or(() -> unnamed(type, choice, map));
    found.ifPresent(diagnostic -> findings.add(diagnostic, map));
    return found.isPresent();
  }

  /** {@code {type: sgd, momentum: 0.9}}. */
  private static Optional<Diagnostic> named(String type, JsonNode choice, Mapping map) {
    List<String> known = RecipeWords.choices(choice);
    for (Entry entry : map.entries()) {
      if (NAMING.contains(entry.name()) && entry.value() instanceof Scalar word) {
        List<Entry> options = map.entries().stream().filter(e -> e != entry).toList();
        return Optional.of(word.text())
            .filter(known::contains)
            .or(() -> RecipeHints.ours(type, word.text()))
            .map(ours -> nested(type, entry, ours, options, map));
      }
    }
    return Optional.empty();
  }

  /**
   * {@code loss: {label_smoothing: 0.1}}: options that only one of the choices has, or only one of
   * those that need none.
   */
  private Optional<Diagnostic> unnamed(String type, JsonNode choice, Mapping map) {
    List<String> keys = map.entries().stream().map(Entry::name).toList();
    List<String> owners =
        RecipeWords.keys(choice).stream()
            .filter(word -> options(choice, word).containsAll(keys))
            .toList();
    List<String> sure =
        owners.size() == 1 ? owners : owners.stream().filter(examples(choice)::contains).toList();
    return sure.size() == 1 && !keys.isEmpty()
        ? Optional.of(nested(type, map.entries().getFirst(), sure.getFirst(), map.entries(), map))
        : Optional.empty();
  }

  /** The choices that may stand alone. */
  private static List<String> examples(JsonNode choice) {
    List<String> words = new ArrayList<>();
    choice.path("examples").forEach(word -> words.add(word.asText()));
    return words;
  }

  private List<String> options(JsonNode choice, String word) {
    return RecipeWords.keys(RecipeWords.resolved(schema, choice.path("properties").path(word)));
  }

  private static Diagnostic nested(
      String type, Entry at, String word, List<Entry> options, Mapping map) {
    List<String> texts = options.stream().map(option -> option.span().text()).toList();
    String kind = RecipeWords.kind(type);
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.WRONG_VALUE,
            at.key().span(),
            "the name of the " + kind + " is the key, and its options stand below it");
    if (texts.stream().anyMatch(text -> text.contains("\n") || text.contains("#"))) {
      return diagnostic.help("begin with `" + word + ":`, and indent its options below it");
    }
    String meant = options.isEmpty() ? word : "{" + word + ": {" + String.join(", ", texts) + "}}";
    String title = "write `" + meant + "`";
    return diagnostic
        .help(title)
        .proposing(List.of(new Proposal(title, new Edit(map.span(), meant))));
  }
}
