package dev.specc.mutation;

import dev.specc.diagnostic.Edit;
import dev.specc.op.OpName;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Misspelt words, and values of another type. */
final class WordMutators {
  private static final Set<String> COMBINATORS =
      Set.of(
          "branches",
          "residual",
          "dense",
          "repeat",
          "sequence",
          "concat",
          "add",
          "multiply",
          "use",
          "transition");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  private WordMutators() {}

  static List<Change> opTypos(SpecText text, Random random) {
    List<String> known = Stream.concat(OpName.words().stream(), COMBINATORS.stream()).toList();
    return text.steps().stream()
        .filter(step -> !step.isCall())
        .flatMap(step -> typo(step.key(), known, random).stream())
        .toList();
  }

  /** Options of ops, modifiers, and the keys of the file and of its blocks. */
  static List<Change> keyTypos(SpecText text, Random random) {
    List<Entry> entries = new ArrayList<>(text.root().entries());
    for (Entry block : text.blocks()) {
      entries.addAll(((Mapping) block.value()).entries());
    }
    for (StepPlace step : text.steps()) {
      if (!step.isCall() && !step.op().equals("use")) {
        entries.addAll(step.options());
      }
      step.map().stream()
          .flatMap(map -> map.entries().stream())
          .filter(e -> StepPlace.MODIFIERS.contains(e.name()))
          .forEach(entries::add);
    }
    return entries.stream()
        .filter(e -> e.key().text().length() > 1)
        .flatMap(e -> typo(e.key(), keysOf(entries), random).stream())
        .toList();
  }

  private static Set<String> keysOf(List<Entry> entries) {
    return Set.copyOf(entries.stream().map(Entry::name).toList());
  }

  /** Uses of params in values, and the names of a call's arguments. */
  static List<Change> paramTypos(SpecText text, Random random) {
    List<String> params = text.params();
    List<Change> changes = new ArrayList<>();
    for (Scalar value : text.values()) {
      for (String param : params) {
        SpecText.uses(value, param).stream()
            .flatMap(use -> typo(use, params, random).stream())
            .forEach(changes::add);
      }
    }
    text.steps().stream()
        .filter(StepPlace::isCall)
        .flatMap(step -> step.options().stream())
        .flatMap(e -> typo(e.key(), params, random).stream())
        .forEach(changes::add);
    return changes;
  }

  static List<Change> variantTypos(SpecText text, Random random) {
    return text.section("variants").stream()
        .filter(variant -> variant.value() instanceof Mapping)
        .flatMap(variant -> ((Mapping) variant.value()).entries().stream())
        .flatMap(e -> typo(e.key(), text.params(), random).stream())
        .toList();
  }

  static List<Change> labelTypos(SpecText text, Random random) {
    List<String> labels = Stream.concat(text.labels().stream(), Stream.of("input")).toList();
    return text.labelUses().stream().flatMap(use -> typo(use, labels, random).stream()).toList();
  }

  static List<Change> blockTypos(SpecText text, Random random) {
    List<String> blocks = text.steps().stream().map(StepPlace::op).toList();
    return text.steps().stream()
        .filter(StepPlace::isCall)
        .flatMap(step -> typo(step.key(), blocks, random).stream())
        .toList();
  }

  /** The file's own heads with another label, or a new head at the end of the file. */
  static List<Change> auxLabels(SpecText text, Random random) {
    List<String> labels = text.labels();
    if (text.root().get("aux").orElse(null) instanceof Sequence heads) {
      return heads.items().stream()
          .map(head -> ((Mapping) head).get("from").orElseThrow())
          .flatMap(from -> typo((Scalar) from, labels, random).stream())
          .toList();
    }
    if (text.root().get("net").isEmpty() || !text.file().text().endsWith("\n")) {
      return List.of();
    }
    Span end = text.file().span(text.file().text().length(), text.file().text().length());
    return text.steps().stream()
        .flatMap(step -> step.modifier("as").stream())
        .map(as -> ((Scalar) as.value()).text())
        .filter(label -> !label.contains("{"))
        .flatMap(label -> misspelt(label, labels, random).stream())
        .map(label -> new Change(List.of(new Edit(end, head(label))), List.of()))
        .toList();
  }

  private static String head(String label) {
    return """
    aux:
      - as: side
        from: %s
        body: [global_avg_pool, flatten, linear: {out: 10}]
    """
        .formatted(label);
  }

  /** Numbers as words, words as numbers, a list for one, text for a shape. */
  static List<Change> wrongTypes(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      step.options().forEach(e -> wrongType(e.value(), random).ifPresent(changes::add));
      Stream.of("times", "layers", "from", "expect")
          .flatMap(name -> step.modifier(name).stream())
          .filter(e -> !(e.value() instanceof Scalar s && s.kind() == Kind.STRING))
          .forEach(e -> wrongType(e.value(), random).ifPresent(changes::add));
    }
    text.root().get("input").flatMap(input -> wrongType(input, random)).ifPresent(changes::add);
    return changes;
  }

  private static Optional<Change> wrongType(YamlNode value, Random random) {
    return switch (value) {
      case Scalar scalar ->
          switch (scalar.kind()) {
            case INTEGER ->
                Optional.of(
                    Change.of(
                        scalar.span(),
                        pick(
                            List.of(
                                scalar.text() + ".5",
                                "{value: " + scalar.text() + "}",
                                "true",
                                scalar.text() + "px",
                                "~"),
                            random)));
            case BOOLEAN ->
                Optional.of(Change.of(scalar.span(), pick(List.of("3", "off"), random)));
            case FLOAT ->
                Optional.of(Change.of(scalar.span(), pick(List.of("true", "[]"), random)));
            case NULL, STRING -> Optional.empty();
          };
      case Sequence list ->
          list.items().stream().allMatch(item -> item instanceof Scalar)
              ? Optional.of(
                  Change.of(
                      list.span(),
                      list.items().stream()
                          .map(item -> item.span().text())
                          .reduce((a, b) -> a + "x" + b)
                          .orElse("~")))
              : Optional.empty();
      case Mapping map -> Optional.empty();
    };
  }

  private static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static Optional<Change> typo(Scalar word, Collection<String> known, Random random) {
    return word.verbatim()
        ? typo(
            word.span().file().span(word.textStart(), word.textStart() + word.text().length()),
            known,
            random)
        : Optional.empty();
  }

  private static Optional<Change> typo(Span word, Collection<String> known, Random random) {
    return misspelt(word.text(), known, random).map(typed -> Change.of(word, typed));
  }

  /** A slip of the fingers that gives no other known word: swapped, left out, doubled, wrong. */
  private static Optional<String> misspelt(String word, Collection<String> known, Random random) {
    for (int attempt = 0; attempt < 20; attempt++) {
      int at = random.nextInt(word.length());
      String typed = slip(word, at, random);
      boolean isWord = typed.matches("[A-Za-z][A-Za-z0-9_]*");
      boolean caseKept =
          isWord && Character.isUpperCase(typed.charAt(0)) == Character.isUpperCase(word.charAt(0));
      if (caseKept && !typed.equals(word) && !known.contains(typed)) {
        return Optional.of(typed);
      }
    }
    return Optional.empty();
  }

  private static String slip(String word, int at, Random random) {
    String before = word.substring(0, at);
    String after = word.substring(at + 1);
    char here = word.charAt(at);
    return switch (random.nextInt(4)) {
      case 0 -> after.isEmpty() ? word : before + after.charAt(0) + here + after.substring(1);
      case 1 -> word.length() > 2 ? before + after : word;
      case 2 -> before + here + here + after;
      default -> before + LETTERS.charAt(random.nextInt(LETTERS.length())) + after;
    };
  }
}
