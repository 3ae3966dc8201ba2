package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;

/** Branches written in the column of {@code branches} itself, which YAML takes for its siblings. */
final class BranchColumns {
  private BranchColumns() {}

  /** The keys beside an empty {@code branches} that are its branches: lists of steps below it. */
  static List<Entry> of(Entry op, List<Entry> unknown) {
    boolean empty = op.name().equals("branches") && isNothing(op.value());
    boolean steps = unknown.stream().anyMatch(e -> e.value() instanceof Sequence);
    return empty && steps
        ? unknown.stream().filter(e -> isBranch(e) && isBelow(e, op)).toList()
        : List.of();
  }

  private static boolean isBranch(Entry entry) {
    return entry.value() instanceof Sequence || isNothing(entry.value());
  }

  private static boolean isNothing(YamlNode node) {
    return node instanceof Scalar scalar && scalar.is(Kind.NULL);
  }

  private static boolean isBelow(Entry entry, Entry op) {
    Span key = entry.key().span();
    return key.line() > op.key().span().line() && key.column() == op.key().span().column();
  }

  static Diagnostic notIndented(Entry op, List<Entry> branches, List<Entry> entries) {
    String names = Words.and(branches.stream().map(Entry::name).toList());
    String title = "indent " + names + " further than `branches`";
    Span first = branches.getFirst().key().span();
    boolean one = branches.size() == 1;
    return Diagnostic.of(
            Code.MISPLACED_MODIFIER,
            first,
            names
                + (one ? " stands" : " stand")
                + " in the column of `branches`, and a branch stands below it")
        .related(op.key().span(), "it has no branches")
        .related(branches.stream().skip(1).map(e -> new Label(e.key().span(), "")).toList())
        .help(title)
        .proposing(indented(title, branches, entries).stream().toList());
  }

  /** All lines of the branches two spaces to the right, where no other key is among them. */
  private static Optional<Proposal> indented(
      String title, List<Entry> branches, List<Entry> entries) {
    int first = entries.indexOf(branches.getFirst());
    if (entries.indexOf(branches.getLast()) - first + 1 != branches.size()) {
      return Optional.empty();
    }
    Span lines = branches.getFirst().span().to(branches.getLast().span());
    String text = lines.text();
    return Optional.of(
        new Proposal(title, new Edit(lines, "  " + text.replaceAll("\n(?= *[^ \r\n])", "\n  "))));
  }
}
