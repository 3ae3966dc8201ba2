package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.diagnostic.Suggestion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains keys of a recipe's maps that are unknown or missing. */
final class RecipeKeyMistakes {
  private final JsonNode schema;
  private final YamlNode root;
  private final Findings findings;

  RecipeKeyMistakes(JsonNode schema, YamlNode root, Findings findings) {
    this.schema = schema;
    this.root = root;
    this.findings = findings;
  }

  /** Explains the violations about keys of one map. */
  void explain(List<Violation> violations, Place place) {
    if (violations.isEmpty() || !(place.node() instanceof Mapping mapping)) {
      return;
    }
    Violation first = violations.getFirst();
    List<String> missing = new ArrayList<>(words(violations, "required"));
    for (String key : words(violations, "additionalProperties")) {
      Entry entry = mapping.entry(key).orElseThrow();
      findings.silence(entry.key());
      if (RecipeWords.isChoice(first.schema())) {
        findings.add(unknownChoice(first.type(), first.schema(), key, entry.key().span()), mapping);
      } else {
        unknownKey(entry, place, first.schema()).ifPresent(missing::remove);
      }
    }
    if (!missing.isEmpty()) {
      findings.add(missing(missing, place), mapping);
    }
  }

  private static List<String> words(List<Violation> violations, String keyword) {
    return violations.stream()
        .filter(v -> v.keyword().equals(keyword))
        .map(Violation::word)
        .distinct()
        .limit(Diagnostics.LIMIT)
        .toList();
  }

  /** {@code optimizer: lion}, with options or without. */
  static Diagnostic unknownChoice(String type, JsonNode choice, String word, Span span) {
    String kind = RecipeWords.kind(type);
    List<String> known = RecipeWords.choices(choice);
    return Diagnostic.of(Code.WRONG_VALUE, span, "there is no " + kind + " " + Words.quoted(word))
        .help(
            RecipeHints.choice(type, word)
                .or(
                    () ->
                        RecipeHints.isAbsent(type, word)
                            ? Optional.<String>empty()
                            : Suggestion.question(word, known))
                .orElseGet(() -> "there are " + Words.and(known)));
  }

  /** Reports an unknown key; which key was meant, if that can be told. */
  private Optional<String> unknownKey(Entry entry, Place place, JsonNode owner) {
    String key = entry.name();
    List<String> known = RecipeWords.keys(owner);
    Optional<String> renamed = RecipeNames.renamed(key, known);
    String who = place.key() == null ? "a recipe" : Words.quoted(place.name());
    String keys =
        known.isEmpty() ? who + " has no options" : who + " has the keys " + Words.and(known);
    findings.note(
        Diagnostic.of(
                Code.UNKNOWN_KEY, entry.key().span(), who + " has no key " + Words.quoted(key))
            .help(
                RecipeHints.key(place.name(), entry, root)
                    .or(() -> Words.help(renamed, key, known))
                    .orElse(keys)));
    if (place.key() != null) {
      findings.silence(place.node());
    }
    return Words.meant(renamed, key, known);
  }

  private Diagnostic missing(List<String> missing, Place place) {
    if (place.key() == null) {
      return noVersion(place.node());
    }
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.MISSING_KEY,
            place.keySpan(),
            Words.quoted(place.name()) + " needs " + Words.and(missing));
    return diagnostic.help("add `" + missing.getFirst() + ": ...`");
  }

  static Diagnostic noVersion(YamlNode root) {
    Span first = firstKey(root);
    Diagnostic diagnostic =
        Diagnostic.of(
                Code.MISSING_KEY,
                first,
                "a recipe says for which version of the language it is written")
            .help("put `recipe: 1` first");
    Span start = first.file().span(first.start(), first.start());
    return first.column() == 1
        ? diagnostic.proposing(
            List.of(new Proposal("put `recipe: 1` first", new Edit(start, "recipe: 1\n"))))
        : diagnostic;
  }

  private static Span firstKey(YamlNode node) {
    return node instanceof Mapping mapping && !mapping.entries().isEmpty()
        ? mapping.entries().getFirst().key().span()
        : node.span();
  }

  /** A choice that stands alone, though it means nothing without options. */
  Diagnostic withoutOptions(String word, JsonNode choice, Span span) {
    JsonNode options = RecipeWords.resolved(schema, choice.path("properties").path(word));
    return withoutOptions(word, options, span, "");
  }

  static Diagnostic withoutOptions(String word, JsonNode options, Span span, String value) {
    List<String> required = RecipeWords.required(options);
    List<String> keys = RecipeWords.keys(options);
    List<String> shown = required.isEmpty() && !keys.isEmpty() ? keys.subList(0, 1) : required;
    String needs =
        required.isEmpty() ? keys.isEmpty() ? "a number" : "an option" : Words.and(required);
    String template =
        keys.isEmpty()
            ? word + ": ..."
            : value.isEmpty()
                ? Words.template(word, shown)
                : word + ": {" + shown.getFirst() + ": " + value + "}";
    return Diagnostic.of(Code.MISSING_KEY, span, Words.quoted(word) + " needs " + needs)
        .help("write `" + template + "`");
  }
}
