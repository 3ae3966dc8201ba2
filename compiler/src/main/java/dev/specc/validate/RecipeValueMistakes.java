package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Explains a recipe's values of the wrong type, words that mean nothing, and numbers out of range.
 */
final class RecipeValueMistakes {
  private final JsonNode schema;
  private final Findings findings;

  RecipeValueMistakes(JsonNode schema, Findings findings) {
    this.schema = schema;
    this.findings = findings;
  }

  /** Explains the first of the violations of one value: the others follow from it. */
  void explain(List<Violation> violations, Place place) {
    if (!violations.isEmpty()) {
      findings.add(diagnostic(violations.getFirst(), place), place.node());
    }
  }

  private Diagnostic diagnostic(Violation violation, Place place) {
    return switch (violation.keyword()) {
      case "type" -> wrongType(violation, place);
      case "pattern", "enum" -> wrongWord(violation, place);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          outOfRange(violation, place);
      case "minProperties" -> tooFew(violation, place);
      default -> isNot(Code.WRONG_VALUE, violation, place, contents(place.node()));
    };
  }

  private static Diagnostic isNot(Code code, Violation violation, Place place, String found) {
    String expected = violation.schema().path("title").asText("something else");
    String subject = place.key() == null ? "a recipe" : place.subject();
    return Diagnostic.of(
        code, place.span(), subject + " is " + expected + ", and here is " + found);
  }

  private Diagnostic wrongType(Violation violation, Place place) {
    if (violation.schema().path("title").asText().equals("a map of options")) {
      return noOptions(violation, place);
    }
    Set<String> types = NumberMistakes.types(violation.rule());
    Code code = NumberMistakes.code(place.node(), types);
    String found = NumberMistakes.describe(place.node(), types);
    Diagnostic diagnostic = isNot(code, violation, place, found);
    return typeHelp(violation, place).map(diagnostic::help).orElse(diagnostic);
  }

  private static Optional<String> typeHelp(Violation violation, Place place) {
    List<String> choices = RecipeWords.choices(violation.schema());
    return switch (place.node()) {
      case Scalar scalar when violation.type().equals("text") && !scalar.is(Kind.NULL) ->
          Optional.of("put it in quotes: `\"" + scalar.text() + "\"`");
      case Scalar scalar when place.key() != null && place.name().equals("recipe") ->
          Optional.of("a recipe begins with `recipe: 1`");
      case Scalar scalar when isList(violation) && scalar.is(Kind.STRING) ->
          Optional.of("write a list: `[" + scalar.text() + "]`");
      case Scalar scalar when violation.type().equals("boolean") -> truth(scalar.text());
      case Scalar scalar when scalar.number().isPresent() -> ofNumber(violation, place, scalar);
      case Scalar scalar when choices.contains("none") -> orNone(place.name(), scalar.text());
      case Mapping map when isList(violation) -> Optional.of("start each item with `- `");
      case Scalar scalar -> Optional.empty();
      case Sequence list -> Optional.empty();
      case Mapping map -> Optional.empty();
    };
  }

  /** {@code ema: true}: to switch it on is to say how much, which nobody else knows. */
  private static Optional<String> orNone(String key, String word) {
    Optional<Boolean> on = switched(word);
    if (!on.orElse(false)) {
      boolean off =
          on.isPresent() || Set.of("", "~", "null").contains(word.toLowerCase(Locale.ROOT));
      return off ? Optional.of("write `none`") : Optional.empty();
    }
    return switch (key) {
      case "ema" -> Optional.of("say how slow the average is: a number such as 0.999");
      case "clip_norm" -> Optional.of("say how long gradients may be: a number such as 1.0");
      case "early_stopping" -> Optional.of("say how long it waits: `{patience: 5}`");
      case "validation" -> Optional.of("say how much is held out: a share such as 0.1");
      default -> Optional.empty();
    };
  }

  /** {@code early_stopping: 5}: a number for the one key that is needed. */
  private static Optional<String> ofNumber(Violation violation, Place place, Scalar number) {
    if (place.name().equals("checkpoint")) {
      String n = number.text();
      return Optional.of("for every " + n + " epochs write `{every: " + n + "}`");
    }
    List<String> required = RecipeWords.required(violation.schema());
    return required.size() == 1
        ? Optional.of("write `{" + required.getFirst() + ": " + number.text() + "}`")
        : Optional.empty();
  }

  private static boolean isList(Violation violation) {
    return violation.rule().asText().equals("array");
  }

  private static Optional<String> truth(String text) {
    return switched(text).map(on -> "write `" + on + "`");
  }

  /** Whether a word says on or off, in whichever language. */
  private static Optional<Boolean> switched(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes", "on", "1", "true" -> Optional.of(true);
      case "n", "no", "off", "0", "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** {@code flip: 0.5}: options without braces. */
  private static Diagnostic noOptions(Violation violation, Place place) {
    String word = place.name();
    List<String> keys = RecipeWords.keys(violation.schema());
    boolean nothing = place.node() instanceof Scalar scalar && scalar.is(Kind.NULL);
    if (nothing) {
      return RecipeKeyMistakes.withoutOptions(word, violation.schema(), place.keySpan(), "");
    }
    String found = place.node().describe();
    if (keys.isEmpty()) {
      String message = Words.quoted(word) + " has no options, and here is " + found;
      return Diagnostic.of(Code.WRONG_TYPE, place.span(), message).help("write `" + word + "`");
    }
    String message = "the options of " + Words.quoted(word) + " stand in braces, and here is ";
    String value = place.node() instanceof Scalar scalar ? scalar.text() : "...";
    return Diagnostic.of(Code.WRONG_TYPE, place.span(), message + found)
        .help("write `" + word + ": {" + likeliest(violation, keys) + ": " + value + "}`");
  }

  private static String likeliest(Violation violation, List<String> keys) {
    List<String> required = RecipeWords.required(violation.schema());
    return required.isEmpty() ? keys.getFirst() : required.getFirst();
  }

  private Diagnostic tooFew(Violation violation, Place place) {
    return RecipeWords.isChoice(violation.schema())
        ? isNot(Code.WRONG_VALUE, violation, place, contents(place.node()))
        : RecipeKeyMistakes.withoutOptions(place.name(), violation.schema(), place.keySpan(), "");
  }

  private Diagnostic wrongWord(Violation violation, Place place) {
    String word = ((Scalar) place.node()).text();
    JsonNode rule = violation.schema();
    if (RecipeWords.isChoice(rule) && rule.path("properties").has(word)) {
      return new RecipeKeyMistakes(schema, place.node(), findings)
          .withoutOptions(word, rule, place.span());
    }
    if (RecipeWords.isChoice(rule) || violation.type().equals("init")) {
      return RecipeKeyMistakes.unknownChoice(violation.type(), rule, word, place.span());
    }
    Diagnostic diagnostic = isNot(Code.WRONG_VALUE, violation, place, place.node().describe());
    List<String> choices = RecipeWords.choices(rule);
    return RecipeHints.choice(violation.type(), word)
        .or(() -> Suggestion.question(word, choices))
        .or(() -> choices.contains("none") ? orNone(place.name(), word) : Optional.empty())
        .or(() -> number(word))
        .map(diagnostic::help)
        .orElse(diagnostic);
  }

  /** {@code 10^-3}, {@code 10;}: a number but for a sign. */
  private static Optional<String> number(String text) {
    if (text.matches("[-+0-9.eE*/() ]+\\^[-+0-9.eE*/() ]+")) {
      return Optional.of("write `" + text.replace("^", "**") + "`");
    }
    return text.matches("[-+0-9.eE]+[;,]")
        ? Optional.of("write `" + text.substring(0, text.length() - 1) + "`")
        : Optional.empty();
  }

  private static Diagnostic outOfRange(Violation violation, Place place) {
    Diagnostic diagnostic = NumberMistakes.outOfRange(violation, place);
    boolean zero = place.node() instanceof Scalar scalar && scalar.number().orElse(1) == 0;
    return zero && RecipeWords.choices(violation.schema()).contains("none")
        ? diagnostic.help("for no `" + place.name() + "` write `none`")
        : diagnostic;
  }

  private static String contents(YamlNode node) {
    return switch (node) {
      case Sequence list ->
          list.items().isEmpty()
              ? "an empty list"
              : "a list of " + Words.number(list.items().size());
      case Mapping map ->
          map.entries().isEmpty()
              ? "an empty map"
              : "a map of " + Words.number(map.entries().size());
      case Scalar scalar -> scalar.describe();
    };
  }
}
