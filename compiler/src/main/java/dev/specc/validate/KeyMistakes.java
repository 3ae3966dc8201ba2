package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explains keys of a map that are unknown or missing; those of a step are for {@link StepRules}.
 */
final class KeyMistakes {
  /** If one of these is misspelt or wrong, the rest of the file would be misread. */
  static final Set<String> STRUCTURE =
      Set.of("params", "variants", "input", "inputs", "import", "blocks", "net");

  private final Vocabulary vocabulary;
  private final Findings findings;

  KeyMistakes(Vocabulary vocabulary, Findings findings) {
    this.vocabulary = vocabulary;
    this.findings = findings;
  }

  /** Explains the violations about keys of one map. */
  void explain(List<Violation> violations, Place place) {
    if (violations.isEmpty() || !(place.node() instanceof Mapping mapping)) {
      return;
    }
    List<String> unknown = words(violations, "additionalProperties");
    List<String> missing = new ArrayList<>(words(violations, "required"));
    String type = violations.getFirst().type();
    List<String> known = fields(violations);
    boolean guessed = true;
    if (place.key() == null) {
      unknown = withoutRecipeKeys(unknown, mapping);
    }
    for (String key : unknown) {
      Entry entry = mapping.entry(key).orElseThrow();
      findings.silence(entry.key());
      Optional<String> meant = unknownKey(entry, place, type, known);
      meant.ifPresent(missing::remove);
      guessed &= meant.isPresent();
    }
    boolean root = place.key() == null;
    if (!missing.isEmpty() && (guessed || root)) {
      missingKeys(missing, mapping, place, type);
    }
    if (unknown.isEmpty() && missing.isEmpty()) {
      netIsMissing(words(violations, "dependentRequired"), mapping);
    }
  }

  /** {@code lr: 0.1} in a spec: what is said of one such key holds for all. */
  private List<String> withoutRecipeKeys(List<String> unknown, Mapping spec) {
    List<Entry> ofRecipe =
        spec.entries().stream()
            .filter(e -> unknown.contains(e.name()) && isOfRecipe(e.name()))
            .toList();
    if (ofRecipe.isEmpty()) {
      return unknown;
    }
    ofRecipe.forEach(e -> findings.silence(e.key()));
    Entry first = ofRecipe.getFirst();
    List<Label> others =
        ofRecipe.stream().skip(1).map(e -> new Label(e.key().span(), "and this")).toList();
    findings.note(
        Diagnostic.of(
                Code.UNKNOWN_KEY,
                first.key().span(),
                Words.quoted(first.name()) + " says how to train, and a spec says what")
            .related(others)
            .help("put it into a recipe, a file that begins with `recipe: 1`"));
    List<String> rest = new ArrayList<>(unknown);
    ofRecipe.forEach(e -> rest.remove(e.name()));
    return rest;
  }

  private boolean isOfRecipe(String key) {
    return !vocabulary.ops().contains(key) && RecipeValidator.isKeyOrOtherName(key);
  }

  private static List<String> words(List<Violation> violations, String keyword) {
    return violations.stream()
        .filter(v -> v.keyword().equals(keyword))
        .map(Violation::word)
        .distinct()
        .toList();
  }

  private static List<String> fields(List<Violation> violations) {
    List<String> fields = new ArrayList<>();
    violations.forEach(
        v -> v.schema().path("properties").fieldNames().forEachRemaining(fields::add));
    return fields.stream().distinct().toList();
  }

  /** Reports an unknown key; what was meant, if that can be told. */
  private Optional<String> unknownKey(Entry entry, Place place, String type, List<String> known) {
    if (vocabulary.isPrimitive(type)) {
      findings.silence(place.node());
      return unknownOption(entry, place, type);
    }
    return switch (type) {
      case "block" -> unknownField(entry, place, "a block", known);
      case "aux" -> unknownField(entry, place, "an auxiliary head", known);
      case "params" -> badName(NameMistakes.param(entry));
      case "blocks" -> {
        findings.misread();
        yield badName(NameMistakes.block(entry));
      }
      default ->
          place.key() == null
              ? unknownField(entry, place, "a spec", known)
              : badName(NameMistakes.label(entry, place.name()));
    };
  }

  /** A bad name is said where it is given; it still names what it names. */
  private Optional<String> badName(Diagnostic diagnostic) {
    findings.note(diagnostic);
    return Optional.empty();
  }

  private Optional<String> unknownOption(Entry entry, Place place, String op) {
    String key = entry.name();
    Span span = entry.key().span();
    if (vocabulary.modifiers().contains(key)) {
      findings.note(
          Diagnostic.of(
                  Code.MISPLACED_MODIFIER,
                  span,
                  "`" + key + "` is a modifier of the step and stands among the options of " + op)
              .help("put it below `" + op + ":`, on a line of its own"));
      return Optional.of(key);
    }
    List<String> options = vocabulary.options(op);
    Optional<String> assigned = Assignments.option(key, options);
    Optional<String> foreign = ForeignNames.option(key, options);
    Diagnostic diagnostic =
        Diagnostic.of(Code.UNKNOWN_KEY, span, op + " has no option " + Words.quoted(key));
    if (assigned.isPresent()) {
      findings.note(diagnostic.help("write `" + assigned.get() + "`"));
      return assigned.map(option -> option.substring(0, option.indexOf(':')));
    }
    if (ForeignNames.isInferred(key)) {
      findings.note(diagnostic.help("leave it out: what arrives is known"));
      return Optional.empty();
    }
    findings.note(diagnostic.help(optionHelp(entry, op, foreign)));
    return Words.meant(foreign, key, options);
  }

  private String optionHelp(Entry entry, String op, Optional<String> foreign) {
    String key = entry.name();
    List<String> options = vocabulary.options(op);
    int colon = key.indexOf(':');
    if (colon > 0 && options.contains(key.substring(0, colon))) {
      return "write `" + key.replaceFirst(":", ": ") + "`, with a space";
    }
    if (key.equals("<<")) {
      return Words.MERGE;
    }
    Optional<String> own = foreign.isPresent() ? Optional.empty() : stepOfItsOwn(entry);
    return own.or(() -> Words.help(foreign, key, options))
        .orElse(
            options.isEmpty()
                ? op + " takes no options"
                : op + " has the options " + Words.and(options));
  }

  /** {@code activation: relu} and {@code batch_norm: true} among the options of a convolution. */
  private Optional<String> stepOfItsOwn(Entry entry) {
    if (vocabulary.isPrimitive(entry.name())) {
      return Optional.of(
          Words.quoted(entry.name()) + " is a step of its own: `- " + entry.name() + "`");
    }
    boolean activation = List.of("activation", "act", "nonlinearity").contains(entry.name());
    if (!activation) {
      return Optional.empty();
    }
    String word = entry.value() instanceof Scalar scalar ? scalar.text() : "";
    String step =
        vocabulary.isPrimitive(word)
            ? word
            : ForeignNames.op(word).filter(vocabulary::isPrimitive).orElse("relu");
    return Optional.of("an activation is a step of its own: `- " + step + "`");
  }

  private Optional<String> unknownField(
      Entry entry, Place place, String owner, List<String> known) {
    String key = entry.name();
    Optional<String> foreign = ForeignNames.key(key, known);
    Optional<String> meant = Words.meant(foreign, key, known);
    findings.note(
        Diagnostic.of(
                Code.UNKNOWN_KEY, entry.key().span(), owner + " has no key " + Words.quoted(key))
            .help(
                Words.help(foreign, key, known)
                    .or(() -> stepOutside(key, place))
                    .orElse(owner + " has the keys " + Words.and(known))));
    if (meant.filter(STRUCTURE::contains).isPresent()) {
      findings.misread();
    } else if (place.key() != null) {
      findings.silence(place.node());
    }
    return meant;
  }

  /** {@code conv: ...} in the first column. */
  private Optional<String> stepOutside(String key, Place place) {
    boolean step = place.key() == null && vocabulary.ops().contains(key);
    return step ? Optional.of("steps stand below `net:`, each after a `- `") : Optional.empty();
  }

  private void missingKeys(List<String> missing, Mapping mapping, Place place, String type) {
    if (vocabulary.isPrimitive(type)) {
      findings.add(missingAmong(mapping, type, missing, place.keySpan()), mapping);
    } else if (place.key() == null) {
      findings.note(noVersion(place.node()));
    } else {
      String owner = place.item() ? "an auxiliary head" : "block " + place.name();
      Span at = place.item() ? firstKey(place.node()) : place.keySpan();
      String message = owner + " needs " + Words.and(missing);
      Diagnostic diagnostic = Diagnostic.of(Code.MISSING_KEY, at, message);
      findings.add(
          missing.contains("as") ? diagnostic.help("add `as: NAME`") : diagnostic, place.node());
    }
  }

  /** An op without options, though it cannot do without some. */
  static Diagnostic missingOptions(Vocabulary vocabulary, String op, Span span) {
    List<String> needed = vocabulary.required(op);
    return Diagnostic.of(Code.MISSING_KEY, span, op + " needs " + Words.and(needed))
        .help("write `" + Words.template(op, needed) + "`");
  }

  private Diagnostic missingAmong(Mapping options, String op, List<String> missing, Span span) {
    if (options.entries().isEmpty()) {
      return missingOptions(vocabulary, op, span);
    }
    List<String> inOrder = vocabulary.options(op).stream().filter(missing::contains).toList();
    String first = inOrder.getFirst();
    String depthwise = op.equals("conv") && first.equals("out") ? ", or `depthwise: true`" : "";
    return Diagnostic.of(Code.MISSING_KEY, span, op + " needs " + Words.and(inOrder))
        .help("add `" + first + ": ...`" + depthwise);
  }

  private static Diagnostic noVersion(YamlNode root) {
    return Diagnostic.of(
            Code.MISSING_KEY, firstKey(root), "a spec says for which version it is written")
        .help("put `specc: 1` first");
  }

  private void netIsMissing(List<String> missing, Mapping mapping) {
    if (missing.isEmpty()) {
      return;
    }
    List<String> needy = List.of("input", "inputs", "aux", "outputs", "recipe");
    Entry first =
        mapping.entries().stream().filter(e -> needy.contains(e.name())).findFirst().orElseThrow();
    String message = "a spec with " + Words.quoted(first.name()) + " needs `net`, its steps";
    findings.note(
        Diagnostic.of(Code.MISSING_KEY, first.key().span(), message)
            .help("a file of blocks to import has neither"));
  }

  private static Span firstKey(YamlNode node) {
    return node instanceof Mapping mapping && !mapping.entries().isEmpty()
        ? mapping.entries().getFirst().key().span()
        : node.span();
  }
}
