package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.op.Shape;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Edits of a step's text that may mend a mismatch, where it is not an option that is wrong. */
final class StepProposals {
  private StepProposals() {}

  /** A step on a line of its own before a step that starts a line. */
  static List<Proposal> stepBefore(String step, Span span) {
    SourceFile file = span.file();
    int start = file.lineStart(span.line());
    String before = file.text().substring(start, span.start());
    if (!before.matches("\\s*- ")) {
      return List.of();
    }
    Edit edit = new Edit(file.span(start, start), before + step + "\n");
    return List.of(new Proposal("`- " + step + "` before it makes a vector", edit));
  }

  /** {@code shortcut: projection} beside a residual that has none. */
  static List<Proposal> projection(Step.ResidualStep step) {
    Step.Shortcut shortcut = step.shortcut();
    if (!(shortcut instanceof Step.Shortcut.IdentityShortcut)) {
      return List.of();
    }
    String title = "`shortcut: projection` brings the input to the body's shape";
    if (!shortcut.span().equals(step.span())) {
      return List.of(new Proposal(title, new Edit(shortcut.span(), "projection")));
    }
    return below(step, "shortcut: projection")
        .map(edit -> List.of(new Proposal(title, edit)))
        .orElse(List.of());
  }

  /** A key on a line of its own after the body of a step in block style. */
  private static Optional<Edit> below(Step.ResidualStep step, String text) {
    SourceFile file = step.span().file();
    String before = file.text().substring(file.lineStart(step.span().line()), step.span().start());
    if (!before.matches("[\\s-]*")) {
      return Optional.empty();
    }
    int line = step.end().endLine();
    int end = file.lineStart(line) + file.lineText(line).length();
    String lineBreak = "\n" + " ".repeat(before.length());
    return Optional.of(new Edit(file.span(end, end), lineBreak + text));
  }

  /** Another way to join the same parts. */
  static List<Proposal> join(Step step, Step.JoinKind kind, String effect) {
    Span written =
        switch (step) {
          case Step.JoinStep join when join.join() != kind -> join.span();
          case Step.BranchesStep branches when branches.join() != kind -> branches.joinSpan();
          default -> null;
        };
    String word = kind.name().toLowerCase(Locale.ROOT);
    return written == null
        ? List.of()
        : List.of(new Proposal("`" + word + "` " + effect, new Edit(written, word)));
  }

  /** Half of what a `/` gave: rounding down. */
  static Optional<Proposal> roundingDown(Span expression) {
    String text = expression.text();
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      return Optional.empty();
    }
    Span at = expression.part(slash, slash + 1);
    return Optional.of(new Proposal("`//` rounds down", new Edit(at, "//")));
  }

  /** Another expectation: what really comes out. */
  static Proposal expectation(Span expect, Shape result) {
    return new Proposal(
        "`expect: " + result + "` is what comes out", new Edit(expect, result.toString()));
  }
}
