package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns what the YAML parser says about a broken text into what a person can act on. */
final class SyntaxMistake {
  private static final Pattern MODIFIER_LINE = Pattern.compile("\\s*(\\w+)\\s*:.*");
  private static final Pattern BARE_STEP = Pattern.compile("\\s*-\\s+(\\w+)\\s*(#.*)?");

  /** A key that a bracket follows at once. */
  private static final Pattern GLUED_KEY = Pattern.compile("(?:^|[\\s{,])(\\w+:)[{\\[]");

  /** A word that a bracket follows after a space: {@code - conv {out: 8}}. */
  private static final Pattern WORD_AND_BRACKET = Pattern.compile("\\s*(?:-\\s+)*(\\w+) +[{\\[].*");

  private static final Pattern COLON_IN_TEXT =
      Pattern.compile("\\s*(\\w+): +([^\"'\\[{&*|>\\s][^\"]*: .*\\S)\\s*");

  private final SourceFile file;
  private final String problem;
  private final Span at;
  private final MarkedYAMLException exception;
  private final Offsets offsets;

  private SyntaxMistake(SourceFile file, Offsets offsets, MarkedYAMLException e) {
    this.file = file;
    this.exception = e;
    this.offsets = offsets;
    this.problem = Optional.ofNullable(e.getProblem()).orElse("");
    this.at = place(Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark()));
  }

  static Diagnostic explain(SourceFile file, Offsets offsets, MarkedYAMLException e) {
    SyntaxMistake mistake = new SyntaxMistake(file, offsets, e);
    return mistake
        .bareStepWithModifiers()
        .or(mistake::tab)
        .or(mistake::unquoted)
        .or(mistake::spaceAfterColon)
        .or(mistake::bracketWithoutColon)
        .or(mistake::colonInText)
        .or(mistake::quotesEndEarly)
        .or(mistake::neverClosed)
        .or(mistake::closedTwice)
        .or(mistake::itemWithoutDash)
        .or(mistake::dashBeforeKey)
        .or(mistake::keyWithoutColon)
        .or(mistake::indentation)
        .orElseGet(mistake::general);
  }

  private Span place(Mark mark) {
    int offset = offsets.of(mark);
    int end =
        offset < file.text().length() && file.text().charAt(offset) != '\n' ? offset + 1 : offset;
    return file.span(offset, end);
  }

  /** {@code - relu} with {@code as: gate} on the next line: one plain text to YAML. */
  private Optional<Diagnostic> bareStepWithModifiers() {
    if (!problem.contains("mapping values are not allowed")) {
      return Optional.empty();
    }
    int line = at.line();
    Matcher modifier = MODIFIER_LINE.matcher(file.lineText(line));
    int before = previousLine(line);
    if (!modifier.matches() || before < 1) {
      return Optional.empty();
    }
    Matcher step = BARE_STEP.matcher(file.lineText(before));
    if (!step.matches()) {
      return Optional.empty();
    }
    int start = file.lineStart(before);
    Span name = file.span(start + step.start(1), start + step.end(1));
    return Optional.of(
        syntax(
                name,
                "`%s` needs a colon, because `%s` follows below it"
                    .formatted(step.group(1), modifier.group(1)))
            .help("write `%s:`".formatted(step.group(1))));
  }

  private int previousLine(int line) {
    int before = line - 1;
    while (before >= 1 && file.lineText(before).isBlank()) {
      before--;
    }
    return before;
  }

  private Optional<Diagnostic> tab() {
    String line = file.lineText(at.line());
    int indent = 0;
    while (indent < line.length() && Character.isWhitespace(line.charAt(indent))) {
      indent++;
    }
    int tab = line.substring(0, indent).indexOf('\t');
    if (tab < 0) {
      return Optional.empty();
    }
    int start = file.lineStart(at.line()) + tab;
    return Optional.of(
        syntax(file.span(start, start + 1), "a tab indents this line, and YAML allows only spaces")
            .help("replace it with spaces"));
  }

  private Optional<Diagnostic> unquoted() {
    char c = at.start() < file.text().length() ? file.text().charAt(at.start()) : ' ';
    if (!problem.contains("cannot start any token")) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(at, "a value cannot start with `" + c + "`").help("put the value in quotes"));
  }

  /** {@code conv:{out: 8}}: without a space after it, a colon is part of a word. */
  private Optional<Diagnostic> spaceAfterColon() {
    Matcher glued = GLUED_KEY.matcher(file.lineText(at.line()));
    if (!problem.contains("mapping values are not allowed") || !glued.find()) {
      return Optional.empty();
    }
    int start = file.lineStart(at.line());
    Span key = file.span(start + glued.start(1), start + glued.end(1));
    return Optional.of(
        syntax(key, "a space is missing after `" + glued.group(1) + "`")
            .help("write `" + glued.group(1) + " `, with a space"));
  }

  /** {@code conv {out: 8}}: one plain text to YAML, up to the colon inside. */
  private Optional<Diagnostic> bracketWithoutColon() {
    Matcher step = WORD_AND_BRACKET.matcher(file.lineText(at.line()));
    if (!problem.contains("mapping values are not allowed") || !step.matches()) {
      return Optional.empty();
    }
    int start = file.lineStart(at.line());
    return Optional.of(withoutColon(file.span(start + step.start(1), start + step.end(1))));
  }

  /** {@code description: ResNet: the original}: a text that holds a colon. */
  private Optional<Diagnostic> colonInText() {
    Matcher text = COLON_IN_TEXT.matcher(file.lineText(at.line()));
    if (!problem.contains("mapping values are not allowed") || !text.matches()) {
      return Optional.empty();
    }
    int start = file.lineStart(at.line());
    Span value = file.span(start + text.start(2), start + text.end(2));
    return Optional.of(
        syntax(value, "a text that holds `: ` stands in quotes")
            .help("write `\"" + text.group(2) + "\"`"));
  }

  /** {@code 'it doesn't'}: the apostrophe ends the text. */
  private Optional<Diagnostic> quotesEndEarly() {
    char before = at.start() > 0 ? file.text().charAt(at.start() - 1) : ' ';
    boolean quote = before == '\'' || before == '"';
    if (!quote || !problem.contains("found '<scalar>'")) {
      return Optional.empty();
    }
    Span end = file.span(at.start() - 1, at.start());
    return Optional.of(
        syntax(end, "the quotes end here, and more text follows")
            .help(
                before == '"'
                    ? "inside `\"...\"` write `\\\"` for a quote"
                    : "inside `'...'` write `''` for an apostrophe, or use `\"...\"`"));
  }

  /** A bracket or a quote that is still open lines below: the mistake is where it opens. */
  private Optional<Diagnostic> neverClosed() {
    Mark context = exception.getContextMark();
    if (context == null || problem.contains("<block end>")) {
      return Optional.empty();
    }
    Span opening = place(context);
    String open = opening.text();
    if (opening.line() == at.line() || !open.matches("[\\[{\"']")) {
      return Optional.empty();
    }
    String close = open.equals("{") ? "}" : open.equals("[") ? "]" : open;
    boolean ends = at.start() >= file.text().stripTrailing().length();
    Diagnostic diagnostic = syntax(opening, "`" + open + "` has no closing `" + close + "`");
    return Optional.of(ends ? diagnostic : diagnostic.related(at, "this cannot stand inside it"));
  }

  private Optional<Diagnostic> closedTwice() {
    String found = at.text();
    if (!found.matches("[\\]}]") || !problem.contains("expected <block end>")) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(at, "`" + found + "` closes nothing: every bracket is closed before it")
            .help("remove it"));
  }

  private Optional<Diagnostic> keyWithoutColon() {
    Mark context = exception.getContextMark();
    if (context == null || !problem.contains("could not find expected ':'")) {
      return Optional.empty();
    }
    int start = offsets.of(context);
    int line = file.line(start);
    Span word = file.span(start, file.lineStart(line) + file.lineText(line).length());
    return Optional.of(withoutColon(word));
  }

  private static Diagnostic withoutColon(Span word) {
    return syntax(word, "a `:` is missing after this").help("write `" + word.text().strip() + ":`");
  }

  /** {@code relu} or {@code times: 3} in the column of the items of a list. */
  private Optional<Diagnostic> itemWithoutDash() {
    int line = problem.contains("could not find expected ':'") ? wordsLine() : at.line();
    String text = file.lineText(line);
    Optional<Integer> beside = besideOf(line);
    if (text.strip().startsWith("-") || beside.filter(this::isItem).isEmpty()) {
      return Optional.empty();
    }
    int start = file.lineStart(line) + indent(text);
    return Optional.of(
        syntax(
                file.span(start, start + text.strip().length()),
                "this stands in the column of a list's items, and is none: `- ` is missing, or the"
                    + " indentation is another")
            .related(first(beside.get()), "an item of the list")
            .help("put `- ` before it, or move it below the key that it belongs beside"));
  }

  /** {@code - wide: {}} in the column of the keys of a map. */
  private Optional<Diagnostic> dashBeforeKey() {
    Optional<Integer> beside = besideOf(at.line());
    if (!at.text().equals("-") || beside.filter(line -> !isItem(line)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(at, "an item of a list cannot stand among keys")
            .related(first(beside.get()), "a key")
            .help("remove the `- `, or indent it to belong to a key"));
  }

  private int wordsLine() {
    Mark context = exception.getContextMark();
    return context == null ? at.line() : file.line(offsets.of(context));
  }

  /** The line above in the same column, if YAML stopped at the start of this one. */
  private Optional<Integer> besideOf(int line) {
    int column = indent(file.lineText(line));
    boolean stopped =
        problem.contains("expected <block end>") && at.column() - 1 == column
            || problem.contains("could not find expected ':'");
    int above = previousLine(line);
    while (stopped && above >= 1 && (isComment(above) || indent(file.lineText(above)) > column)) {
      above = previousLine(above);
    }
    return stopped && above >= 1 && indent(file.lineText(above)) == column
        ? Optional.of(above)
        : Optional.empty();
  }

  private boolean isComment(int line) {
    return file.lineText(line).strip().startsWith("#");
  }

  private boolean isItem(int line) {
    return file.lineText(line).strip().startsWith("-");
  }

  private Span first(int line) {
    int start = file.lineStart(line) + indent(file.lineText(line));
    return file.span(start, start + 1);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** A line that is indented like nothing above it. */
  private Optional<Diagnostic> indentation() {
    int column = at.column() - 1;
    int before = previousLine(at.line());
    boolean first = file.lineText(at.line()).substring(0, column).isBlank();
    if (!problem.contains("expected <block end>") || !first || before < 1) {
      return Optional.empty();
    }
    String above = file.lineText(before);
    int indent = above.length() - above.stripLeading().length();
    int start = file.lineStart(before) + indent;
    return Optional.of(
        syntax(at, "this line is indented by " + spaces(column) + ", like nothing above it")
            .related(file.span(start, start + 1), "this line by " + spaces(indent))
            .related(opening(before, column).stream().toList())
            .help("steps of one list start in the same column"));
  }

  /** The last line further to the left, within which this one stands; not the one just above. */
  private Optional<Label> opening(int above, int column) {
    for (int line = above; line >= 1; line--) {
      String text = file.lineText(line);
      int indent = text.length() - text.stripLeading().length();
      if (!text.isBlank() && !text.stripLeading().startsWith("#") && indent < column) {
        int start = file.lineStart(line) + indent;
        Label label = new Label(file.span(start, start + 1), "this line by " + spaces(indent));
        return line == above ? Optional.empty() : Optional.of(label);
      }
    }
    return Optional.empty();
  }

  private static String spaces(int count) {
    return count == 1 ? "1 space" : count + " spaces";
  }

  private Diagnostic general() {
    Diagnostic diagnostic = syntax(at, message());
    if (at.text().equals("[") && problem.contains("expected ','")) {
      diagnostic = diagnostic.help("put an expression that holds `[`, `{` or `,` in quotes");
    }
    Mark context = exception.getContextMark();
    return context == null || offsets.of(context) == at.start()
        ? diagnostic
        : diagnostic.related(place(context), "what it belongs to starts here");
  }

  private String message() {
    if (problem.contains("mapping values are not allowed")) {
      return "a `:` is not expected here: is the indentation right, or a text not in quotes?";
    }
    if (problem.contains("expected <block end>")) {
      return "YAML expects nothing more here: is a quote, a `-` or a `:` missing before it?";
    }
    if (problem.contains("expected ',' or '}'")) {
      return "a `,` or the closing `}` is missing before this";
    }
    if (problem.contains("expected ',' or ']'")) {
      return "a `,` or the closing `]` is missing before this";
    }
    return "not YAML: " + problem;
  }

  private static Diagnostic syntax(Span span, String message) {
    return Diagnostic.of(Code.YAML_SYNTAX, span, message);
  }
}
