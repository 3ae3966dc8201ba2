package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;

/** Checks the keys of one step that is a map. */
final class StepKeys {
  private final Vocabulary vocabulary;
  private final StepNames names;
  private final Findings findings;

  StepKeys(Vocabulary vocabulary, StepNames names, Findings findings) {
    this.vocabulary = vocabulary;
    this.names = names;
    this.findings = findings;
  }

  void check(Mapping step, List<Entry> entries) {
    List<Entry> ops = entries.stream().filter(e -> names.isOp(e.name())).toList();
    List<Entry> unknown = entries.stream().filter(this::isUnknown).toList();
    switch (ops.size()) {
      case 0 -> withoutOp(step, entries, unknown);
      case 1 -> withOp(step, ops.getFirst(), entries, unknown);
      default -> {
        findings.add(severalOps(ops), step);
        ops.forEach(op -> findings.silence(op.value()));
      }
    }
  }

  private boolean isUnknown(Entry entry) {
    String key = entry.name();
    return !names.isOp(key)
        && !vocabulary.modifiers().contains(key)
        && !vocabulary.sides().contains(key);
  }

  private static Diagnostic severalOps(List<Entry> ops) {
    List<String> keys = ops.stream().map(Entry::name).toList();
    String message = "this step has " + Words.number(ops.size()) + " ops, " + Words.and(keys);
    boolean join =
        keys.contains("branches") && keys.stream().anyMatch(List.of("concat", "add")::contains);
    return Diagnostic.of(Code.STEP_WITHOUT_OP, ops.get(1).key().span(), message)
        .related(ops.getFirst().key().span(), "the first")
        .help(
            join
                ? "how the branches are joined is said by `join: " + keys.getLast() + "`"
                : "put each on its own line with `-`");
  }

  private void withoutOp(Mapping step, List<Entry> entries, List<Entry> unknown) {
    findings.silence(step);
    Optional<Entry> likely =
        unknown.stream()
            .filter(e -> names.resemblesOp(e.name()))
            .findFirst()
            .or(() -> unknown.stream().findFirst());
    Optional<Entry> typed = unknown.stream().filter(e -> names.namesOp(e)).findFirst();
    if (typed.isPresent() && likely.filter(e -> names.resemblesOp(e.name())).isEmpty()) {
      findings.note(names.opAsValue(typed.get()));
      return;
    }
    if (likely.isPresent()) {
      if (!names.isMisnamedBlock(likely.get().name())) {
        findings.note(names.unknown(likely.get().key()));
      }
      return;
    }
    Span at = entries.isEmpty() ? step.span() : entries.getFirst().key().span();
    Diagnostic diagnostic = Diagnostic.of(Code.STEP_WITHOUT_OP, at, "this step has no op");
    findings.note(
        entries.isEmpty()
            ? diagnostic
            : diagnostic.help(
                "if `"
                    + entries.getFirst().name()
                    + "` belongs to the step above, write it there, without a `-` of its own"));
  }

  private void withOp(Mapping step, Entry op, List<Entry> entries, List<Entry> unknown) {
    List<Entry> branches = BranchColumns.of(op, unknown);
    if (!branches.isEmpty()) {
      findings.add(BranchColumns.notIndented(op, branches, entries), step);
      findings.silence(op.value());
    }
    List<Entry> options = entries.stream().filter(e -> isOptionBeside(e, op, unknown)).toList();
    if (!options.isEmpty()) {
      findings.add(misplacedOptions(op, options), step);
      findings.silence(op.value());
    }
    for (Entry entry : entries) {
      if (options.contains(entry) || branches.contains(entry)) {
        continue;
      }
      boolean body = entry.name().equals("body") && !(op.value() instanceof Sequence);
      if (body && StepRules.BODIES.contains(op.name())) {
        continue; // the value of the op is no list of steps, and that is said
      }
      if (unknown.contains(entry)) {
        findings.add(unknownModifier(entry, op), step);
      } else if (isStray(entry, op)) {
        findings.add(strayModifier(entry, op), step);
      }
    }
    boolean list = op.value() instanceof Sequence;
    if (list && unknown.isEmpty()) {
      new CombinatorRules(findings).check(step, op, entries);
    }
  }

  private boolean isOptionBeside(Entry entry, Entry op, List<Entry> unknown) {
    boolean outOfPlace = unknown.contains(entry) || isStray(entry, op);
    return outOfPlace && vocabulary.options(op.name()).contains(entry.name());
  }

  private boolean isStray(Entry entry, Entry op) {
    return vocabulary.sides().contains(entry.name())
        && !vocabulary.owners(entry.name()).contains(op.name());
  }

  private static Diagnostic misplacedOptions(Entry op, List<Entry> stray) {
    List<String> keys = stray.stream().map(Entry::name).toList();
    boolean one = keys.size() == 1;
    String message =
        Words.and(keys)
            + (one ? " is an option of " : " are options of ")
            + op.name()
            + (one ? " and stands beside it" : " and stand beside it");
    Diagnostic diagnostic =
        Diagnostic.of(Code.MISPLACED_MODIFIER, stray.getFirst().key().span(), message);
    return diagnostic.help(movedInside(op, stray));
  }

  private static String movedInside(Entry op, List<Entry> stray) {
    String source = op.value().span().text();
    boolean braces = source.startsWith("{") && source.endsWith("}");
    boolean nothing = op.value() instanceof Scalar;
    List<String> texts = stray.stream().map(e -> e.span().text()).toList();
    boolean lines = texts.stream().anyMatch(t -> t.contains("\n")) || source.contains("\n");
    if (lines || !braces && !nothing) {
      return "indent " + (stray.size() == 1 ? "it" : "them") + " below `" + op.name() + ":`";
    }
    String before = braces ? source.substring(1, source.length() - 1).strip() : "";
    String all = (before.isEmpty() ? "" : before + ", ") + String.join(", ", texts);
    return "write `" + op.name() + ": {" + all + "}`";
  }

  private Diagnostic unknownModifier(Entry entry, Entry op) {
    String key = entry.name();
    List<String> known = vocabulary.besides(op.name());
    Optional<String> option = ForeignNames.option(key, vocabulary.options(op.name()));
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.UNKNOWN_KEY, entry.key().span(), Words.quoted(key) + " is no modifier of a step");
    if (option.isPresent()) {
      findings.silence(op.value());
      return diagnostic.help(
          "among the options of "
              + op.name()
              + ", in its braces, it is called `"
              + option.get()
              + "`");
    }
    Optional<String> help = Words.help(ForeignNames.key(key, known), key, known);
    if (help.isPresent()) {
      return diagnostic.help(help.get());
    }
    if (key.equals("<<")) {
      return diagnostic.help(Words.MERGE);
    }
    if (Vocabulary.isBlock(op.name())) {
      return diagnostic.help("arguments stand in braces: `" + op.name() + ": {" + key + ": ...}`");
    }
    return diagnostic.help(
        names.resemblesOp(key)
            ? "if it is an op, give it a line of its own with `-`"
            : "beside " + op.name() + " may stand " + Words.list(known, "and"));
  }

  private Diagnostic strayModifier(Entry entry, Entry op) {
    String owners = Words.list(vocabulary.owners(entry.name()), "or");
    return Diagnostic.of(
        Code.MISPLACED_MODIFIER,
        entry.key().span(),
        Words.quoted(entry.name())
            + " belongs to "
            + owners
            + ", and here stands beside "
            + Words.quoted(op.name()));
  }
}
