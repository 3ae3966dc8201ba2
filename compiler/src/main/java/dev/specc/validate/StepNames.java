package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that a step may have in one file, and what is said of others. */
final class StepNames {
  private final Vocabulary vocabulary;
  private final List<String> blocks;
  private final Set<String> misnamed;

  private StepNames(Vocabulary vocabulary, List<String> blocks) {
    this.vocabulary = vocabulary;
    this.blocks = blocks;
    this.misnamed = new HashSet<>(blocks); // an immutable set is slow where hashes are near
  }

  static StepNames of(YamlNode root, Vocabulary vocabulary) {
    Optional<YamlNode> blocks =
        root instanceof Mapping mapping ? mapping.get("blocks") : Optional.empty();
    List<String> names =
        blocks.orElse(root) instanceof Mapping map && blocks.isPresent()
            ? map.entries().stream().map(Entry::name).toList()
            : List.of();
    return new StepNames(vocabulary, names);
  }

  boolean isOp(String name) {
    return vocabulary.ops().contains(name) || Vocabulary.isBlock(name);
  }

  /** A block whose name is wrong where it is defined, which is said there. */
  boolean isMisnamedBlock(String name) {
    return !Vocabulary.isBlock(name) && misnamed.contains(name);
  }

  /** Checks a step that is one word. */
  void checkBare(Scalar step, Findings findings) {
    String name = step.text();
    if (Vocabulary.isBlock(name)) {
      return;
    }
    if (isMisnamedBlock(name)) {
      findings.silence(step);
    } else if (!vocabulary.ops().contains(name)) {
      findings.add(unknown(step), step);
    } else if (!vocabulary.isPrimitive(name)) {
      String help = "write `- " + name + ":` with it";
      String message = Words.quoted(name) + " needs a value";
      findings.add(Diagnostic.of(Code.MISSING_KEY, step.span(), message).help(help), step);
    } else if (!vocabulary.required(name).isEmpty()) {
      findings.add(KeyMistakes.missingOptions(vocabulary, name, step.span()), step);
    }
  }

  /** {@code `convv` is no op}. */
  Diagnostic unknown(Scalar name) {
    Diagnostic diagnostic =
        Diagnostic.of(Code.UNKNOWN_OP, name.span(), Words.quoted(name.text()) + " is no op");
    return help(name.text()).map(diagnostic::help).orElse(diagnostic);
  }

  /** {@code type: conv}: the name of an op as a value. */
  boolean namesOp(Entry entry) {
    return List.of("type", "op", "layer", "module", "kind", "class", "name").contains(entry.name())
        && entry.value() instanceof Scalar value
        && (isOp(value.text()) || ForeignNames.op(value.text()).isPresent());
  }

  Diagnostic opAsValue(Entry entry) {
    String name = ((Scalar) entry.value()).text();
    boolean known = vocabulary.ops().contains(name) || blocks.contains(name);
    String op = known ? name : ForeignNames.op(name).orElse(name);
    return Diagnostic.of(
            Code.UNKNOWN_OP, entry.key().span(), Words.quoted(entry.name()) + " is no op")
        .help("the op is the key, and has its options in braces: `" + op + ": {...}`");
  }

  private Optional<String> help(String name) {
    String first = name.split("[:\\s({]", 2)[0];
    if (!first.equals(name) && isOp(first)) {
      boolean colon = name.startsWith(first + ":");
      return Optional.of(
          colon
              ? "put a space after `" + first + ":`"
              : "options stand in braces: `" + first + ": {option: value}`");
    }
    Optional<String> block = blocks.stream().filter(b -> b.equalsIgnoreCase(name)).findFirst();
    if (block.isPresent()) {
      return block.map(b -> "did you mean the block `" + b + "`?");
    }
    return AbsentOps.help(name)
        .or(() -> Words.help(ForeignNames.op(name), name, vocabulary.ops()))
        .or(() -> Suggestion.closest(name, blocks).map(b -> "did you mean the block `" + b + "`?"));
  }

  /** How likely a word is meant to be an op: it has a suggestion. */
  boolean resemblesOp(String name) {
    return help(name).isPresent();
  }
}
