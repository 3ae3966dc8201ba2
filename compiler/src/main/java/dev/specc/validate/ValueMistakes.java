package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.diagnostic.Suggestion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Explains values of the wrong type, values that are no allowed word, and numbers out of range. */
final class ValueMistakes {
  private final Vocabulary vocabulary;
  private final Findings findings;

  ValueMistakes(Vocabulary vocabulary, Findings findings) {
    this.vocabulary = vocabulary;
    this.findings = findings;
  }

  /** Explains the first of the violations of one value: the others follow from it. */
  void explain(List<Violation> violations, Place place) {
    if (!violations.isEmpty()) {
      Violation violation = violations.getFirst();
      findings.add(diagnostic(violation, place), place.node());
      boolean structure = KeyMistakes.STRUCTURE.contains(place.name()) && !place.item();
      if (violation.type().equals("block") || violation.type().equals("params") || structure) {
        findings.misread();
      }
    }
  }

  private Diagnostic diagnostic(Violation violation, Place place) {
    return switch (violation.keyword()) {
      case "type" -> wrongType(violation, place);
      case "pattern", "enum" -> wrongText(violation, place);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          NumberMistakes.outOfRange(violation, place);
      default -> wrongCount(violation, place);
    };
  }

  /** {@code `out` is a number or an expression, and here is a list}. */
  private static Diagnostic isNot(Code code, Violation violation, Place place, String found) {
    String expected = violation.schema().path("title").asText("something else");
    String subject = place.subject();
    if (code == Code.NOT_WHOLE) {
      expected = expected.replaceFirst("a number", "a whole number");
    }
    if (violation.type().equals("step")) {
      subject = "a step";
      expected = "an op, a block, or a map with one of them";
    }
    return Diagnostic.of(
        code, place.span(), subject + " is " + expected + ", and here is " + found);
  }

  private Diagnostic wrongType(Violation violation, Place place) {
    if (vocabulary.isPrimitive(violation.type())) {
      return noOptions(violation.type(), place);
    }
    Set<String> types = NumberMistakes.types(violation.rule());
    Code code = NumberMistakes.code(place.node(), types);
    String found = NumberMistakes.describe(place.node(), types);
    Diagnostic diagnostic = isNot(code, violation, place, found);
    boolean steps = violation.schema().at("/items/$ref").asText().equals("#/$defs/step");
    if (steps && isEmptyBranch(place)) {
      return emptyBranch(diagnostic, place);
    }
    return TypeHelp.of(steps ? "steps" : violation.type(), types, place)
        .map(diagnostic::help)
        .orElse(diagnostic);
  }

  /** A list of steps that is not there, below a key that is a name and no word of the language. */
  private static boolean isEmptyBranch(Place place) {
    Span value = place.node().span();
    String key = place.name();
    boolean word = StepRules.BODIES.contains(key) || KeyMistakes.STRUCTURE.contains(key);
    return value.start() == value.end() && !place.item() && !word && !key.equals("body");
  }

  /** {@code b:} with nothing after it, for a branch that changes nothing. */
  private static Diagnostic emptyBranch(Diagnostic diagnostic, Place place) {
    String title =
        "a branch that leaves its input as it is has no steps: `" + place.name() + ": []`";
    Span key = place.keySpan();
    int colon = key.file().text().indexOf(':', key.end());
    return diagnostic
        .help(title)
        .proposing(
            List.of(new Proposal(title, new Edit(key.file().span(colon + 1, colon + 1), " []"))));
  }

  /** Too many or too few items or entries. */
  private static Diagnostic wrongCount(Violation violation, Place place) {
    Diagnostic diagnostic = isNot(Code.WRONG_VALUE, violation, place, contents(place.node()));
    return place.node() instanceof Sequence list
        ? listHelp(violation.type(), list, place).map(diagnostic::help).orElse(diagnostic)
        : diagnostic;
  }

  private static Optional<String> listHelp(String type, Sequence list, Place place) {
    if (type.equals("shape") && list.items().size() == 4) {
      return Optional.of("leave out the batch: it is implicit");
    }
    List<String> texts = list.items().stream().map(item -> item.span().text()).distinct().toList();
    boolean window = List.of("kernel", "stride", "padding", "dilation").contains(place.name());
    int count = list.items().size();
    boolean sides = place.name().equals("padding") && count == 4;
    boolean alike = texts.size() == 1 && list.items().getFirst() instanceof Scalar;
    if (window && alike && (count == 1 || sides)) {
      return Optional.of("write `" + texts.getFirst() + "`");
    }
    return sides
        ? Optional.of("for sides that differ put a `pad` step before it")
        : Optional.empty();
  }

  /** {@code conv: 64}: options without braces. */
  private Diagnostic noOptions(String op, Place place) {
    List<String> needed = vocabulary.required(op);
    List<String> options = vocabulary.options(op);
    if (place.node() instanceof Scalar scalar && scalar.is(Kind.NULL)) {
      return KeyMistakes.missingOptions(vocabulary, op, place.span());
    }
    boolean switched = place.node() instanceof Scalar s && s.is(Kind.BOOLEAN) && needed.isEmpty();
    if (options.isEmpty() || switched) {
      String takes = options.isEmpty() ? " takes no options" : " takes its options in braces";
      return Diagnostic.of(
              Code.WRONG_TYPE,
              place.span(),
              op + takes + ", and here is " + place.node().describe())
          .help("write `- " + op + "`");
    }
    String message = op + " takes its options in braces, and here is " + place.node().describe();
    List<String> shown = needed.isEmpty() ? options.subList(0, 1) : needed;
    String template = Words.template(op, options.stream().filter(shown::contains).toList());
    Optional<String> spaced = withSpace(op, options, place);
    Optional<String> assigned = Assignments.braces(place.node().span().text(), options);
    if (assigned.isPresent()) {
      String meant = assigned.get();
      return Diagnostic.of(Code.WRONG_TYPE, place.span(), message)
          .help("write `" + op + ": " + meant + "`")
          .proposing(
              List.of(
                  new Proposal(
                      "write `" + op + ": " + meant + "`", new Edit(place.node().span(), meant))));
    }
    if (spaced.isPresent()) {
      template = spaced.get();
    } else if (place.node() instanceof Scalar scalar) {
      template = template.replaceFirst("\\.\\.\\.", Matcher.quoteReplacement(scalar.text()));
    }
    return Diagnostic.of(Code.WRONG_TYPE, place.span(), message).help("write `" + template + "`");
  }

  /** {@code p:0.5}: an option whose colon has no space after it. */
  private static Optional<String> withSpace(String op, List<String> options, Place place) {
    String text = place.node().span().text();
    int colon = text.indexOf(':');
    return colon > 0 && options.contains(text.substring(0, colon))
        ? Optional.of(op + ": {" + text.replaceFirst(":", ": ") + "}")
        : Optional.empty();
  }

  private static Diagnostic wrongText(Violation violation, Place place) {
    Scalar scalar = (Scalar) place.node();
    if (violation.type().equals("boolean")) {
      boolean yes = Set.of("y", "yes", "on").contains(scalar.text().toLowerCase(Locale.ROOT));
      return isNot(Code.WRONG_TYPE, violation, place, scalar.describe())
          .help("write `" + yes + "`");
    }
    Diagnostic diagnostic = isNot(Code.WRONG_VALUE, violation, place, scalar.describe());
    List<String> allowed = new ArrayList<>();
    violation.schema().path("examples").forEach(word -> allowed.add(word.asText()));
    violation.schema().path("enum").forEach(word -> allowed.add(word.asText()));
    Optional<String> help =
        allowed.isEmpty()
            ? labelHelp(violation, scalar)
            : Suggestion.question(scalar.text(), allowed).or(() -> foreign(scalar.text(), allowed));
    return help.map(diagnostic::help).orElse(diagnostic);
  }

  /** {@code join: concatenate}. */
  private static Optional<String> foreign(String word, List<String> allowed) {
    return ForeignNames.op(word).filter(allowed::contains).map(w -> "did you mean `" + w + "`?");
  }

  private static Optional<String> labelHelp(Violation violation, Scalar scalar) {
    if (scalar.text().contains(",")) {
      return Optional.of("write a list: `[" + scalar.text() + "]`");
    }
    return switch (violation.type()) {
      case "label", "from" ->
          Optional.of("a label is letters, digits, `_` and `-`; it may hold `{expressions}`");
      case "variable" ->
          Optional.of("a name is a small letter, then letters, digits and `_`; `in` is taken");
      case "name" -> Optional.of("a name is a letter, then letters, digits and `_`");
      default -> Optional.empty();
    };
  }

  private static String contents(YamlNode node) {
    return switch (node) {
      case Sequence list ->
          list.items().isEmpty()
              ? "an empty list"
              : "a list of " + Words.number(list.items().size());
      case Mapping map -> map.entries().isEmpty() ? "an empty map" : "a map";
      case Scalar scalar -> scalar.describe();
    };
  }
}
