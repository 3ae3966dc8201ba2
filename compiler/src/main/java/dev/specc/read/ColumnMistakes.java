package dev.specc.read;

import static dev.specc.read.ParserStop.syntax;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes in how lines stand below each other: columns, dashes, keys. */
final class ColumnMistakes {
  private static final Pattern MODIFIER_LINE = Pattern.compile("\\s*(\\w+)\\s*:.*");
  private static final Pattern STEP_KEY = Pattern.compile("\\s*-\\s+(\\w+)\\s*:.*");
  private static final Pattern BARE_STEP = Pattern.compile("\\s*-\\s+(\\w+)\\s*(#.*)?");

  private final ParserStop stop;

  ColumnMistakes(ParserStop stop) {
    this.stop = stop;
  }

  /** {@code - relu} with {@code as: gate} on the next line: one plain text to YAML. */
  Optional<Diagnostic> bareStepWithModifiers() {
    if (!stop.says("mapping values are not allowed")) {
      return Optional.empty();
    }
    int line = stop.at().line();
    Matcher modifier = MODIFIER_LINE.matcher(text(line));
    int before = stop.previousLine(line);
    if (!modifier.matches() || before < 1) {
      return Optional.empty();
    }
    Matcher step = BARE_STEP.matcher(text(before));
    if (!step.matches()) {
      return Optional.empty();
    }
    Span name = stop.part(before, step.start(1), step.end(1));
    return Optional.of(
        syntax(
                name,
                "`%s` needs a colon, because `%s` follows below it"
                    .formatted(step.group(1), modifier.group(1)))
            .help("write `%s:`".formatted(step.group(1))));
  }

  /** {@code relu} or {@code times: 3} in the column of the items of a list. */
  Optional<Diagnostic> itemWithoutDash() {
    int line = stop.says("could not find expected ':'") ? wordsLine() : stop.at().line();
    String text = text(line);
    Optional<Integer> beside = besideOf(line);
    if (text.strip().startsWith("-") || beside.filter(this::isItem).isEmpty()) {
      return Optional.empty();
    }
    int start = indent(text);
    return Optional.of(
        syntax(
                stop.part(line, start, start + text.strip().length()),
                "this stands in the column of a list's items, and is none: `- ` is missing, or the"
                    + " indentation is another")
            .related(first(beside.get()), "an item of the list")
            .help("put `- ` before it, or move it below the key that it belongs beside"));
  }

  /** {@code - wide: {}} in the column of the keys of a map. */
  Optional<Diagnostic> dashBeforeKey() {
    Optional<Integer> beside = besideOf(stop.at().line());
    if (!stop.at().text().equals("-") || beside.filter(line -> !isItem(line)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(stop.at(), "an item of a list cannot stand among keys")
            .related(first(beside.get()), "a key")
            .help("remove the `- `, or indent it to belong to a key"));
  }

  Optional<Diagnostic> keyWithoutColon() {
    return stop.context()
        .filter(key -> stop.says("could not find expected ':'"))
        .map(key -> ParserStop.withoutColon(restOfLine(key)));
  }

  private Span restOfLine(Span from) {
    return stop.part(
        from.line(), from.start() - stop.file().lineStart(from.line()), text(from.line()).length());
  }

  private int wordsLine() {
    return stop.context().orElse(stop.at()).line();
  }

  /** The line above in the same column, if YAML stopped at the start of this one. */
  private Optional<Integer> besideOf(int line) {
    int column = indent(text(line));
    boolean stopped =
        stop.says("expected <block end>") && stop.at().column() - 1 == column
            || stop.says("could not find expected ':'");
    int above = stop.previousLine(line);
    while (stopped && above >= 1 && (isComment(above) || indent(text(above)) > column)) {
      above = stop.previousLine(above);
    }
    return stopped && above >= 1 && indent(text(above)) == column
        ? Optional.of(above)
        : Optional.empty();
  }

  private String text(int line) {
    return stop.file().lineText(line);
  }

  private boolean isComment(int line) {
    return text(line).strip().startsWith("#");
  }

  private boolean isItem(int line) {
    return text(line).strip().startsWith("-");
  }

  private Span first(int line) {
    int start = indent(text(line));
    return stop.part(line, start, start + 1);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** A line that is indented like nothing above it. */
  Optional<Diagnostic> indentation() {
    int column = stop.at().column() - 1;
    int before = stop.previousLine(stop.at().line());
    boolean first = stop.line().substring(0, column).isBlank();
    if (!stop.says("expected <block end>") || !first || before < 1) {
      return Optional.empty();
    }
    Diagnostic diagnostic =
        syntax(stop.at(), "this line is indented by " + spaces(column) + ", like nothing above it")
            .related(List.of(indented(before)))
            .related(opening(before, column).stream().toList());
    return keyBelow(before)
        .map(key -> withKey(diagnostic, key))
        .or(() -> Optional.of(diagnostic.help("steps of one list start in the same column")));
  }

  /** The key that a line starts with, after its dashes, where this line starts with a key too. */
  private Optional<Span> keyBelow(int line) {
    Matcher key = STEP_KEY.matcher(text(line));
    return MODIFIER_LINE.matcher(stop.line()).matches() && key.matches()
        ? Optional.of(stop.part(line, key.start(1), key.end(1)))
        : Optional.empty();
  }

  private Diagnostic withKey(Diagnostic diagnostic, Span key) {
    int column = key.column() - 1;
    Span indent = stop.part(stop.at().line(), 0, stop.at().column() - 1);
    String title = "a modifier lines up with `" + key.text() + "`: indent it by " + spaces(column);
    return diagnostic
        .help(title)
        .proposing(List.of(new Proposal(title, new Edit(indent, " ".repeat(column)))));
  }

  /** The last line further to the left, within which this one stands; not the one just above. */
  private Optional<Label> opening(int above, int column) {
    for (int line = above; line >= 1; line--) {
      if (!text(line).isBlank() && !isComment(line) && indent(text(line)) < column) {
        return line == above ? Optional.empty() : Optional.of(indented(line));
      }
    }
    return Optional.empty();
  }

  private Label indented(int line) {
    return new Label(first(line), "this line by " + spaces(indent(text(line))));
  }

  private static String spaces(int count) {
    return count == 1 ? "1 space" : count + " spaces";
  }
}
