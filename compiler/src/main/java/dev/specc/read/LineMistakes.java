package dev.specc.read;

import static dev.specc.read.ParserStop.syntax;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes in what stands in a line: colons, brackets, quotes, tabs. */
final class LineMistakes {
  /** A key that a bracket follows at once. */
  private static final Pattern GLUED_KEY = Pattern.compile("(?:^|[\\s{,])(\\w+:)[{\\[]");

  /** A word that a bracket follows after a space: {@code - conv {out: 8}}. */
  private static final Pattern WORD_AND_BRACKET = Pattern.compile("\\s*(?:-\\s+)*(\\w+) +[{\\[].*");

  private static final Pattern COLON_IN_TEXT =
      Pattern.compile("\\s*(\\w+): +([^\"'\\[{&*|>\\s][^\"]*: .*\\S)\\s*");

  /** Keys of a spec's inner maps that have maps of their own for values. */
  private static final Set<String> WITHOUT_STEPS = Set.of("params", "inputs", "with");

  /** {@code b: conv: {out: 8}}: a step where a list of steps belongs. */
  private static final Pattern STEP_OF_KEY =
      Pattern.compile(
          "(?:net|\\s+(\\w+)|\\s*(?:-\\s+)+(?:residual|dense|repeat|sequence)): +"
              + "(\\w+: +(?:\\{.*\\}|\\[.*\\]))\\s*(?:#.*)?");

  private static final Pattern SPEC = Pattern.compile("(?m)^specc:");

  private static final Pattern TEMPLATE =
      Pattern.compile("(?:\\$\\{|\\{\\{)\\s*([A-Za-z_]\\w*)\\s*\\}?\\}");

  private final ParserStop stop;

  LineMistakes(ParserStop stop) {
    this.stop = stop;
  }

  /** A space that a web page has put where YAML wants a plain one. */
  Optional<Diagnostic> noBreakSpace() {
    String line = stop.line();
    for (int i = 0; i < line.length(); i++) {
      if (OddCharacters.isSpace(line.charAt(i))) {
        Span space = stop.part(stop.at().line(), i, i + 1);
        String title = "replace it with a plain space";
        return Optional.of(
            syntax(space, "a no-break space stands here, which is no space to YAML")
                .help(title)
                .proposing(List.of(new Proposal(title, new Edit(space, " ")))));
      }
    }
    return Optional.empty();
  }

  /** {@code ${base}} and {@code {{base}}}: templates of other tools. */
  Optional<Diagnostic> template() {
    return template(stop.file(), stop.at().line(), stop.at().column() - 1);
  }

  /** A list or a map where a key is wanted. */
  static Diagnostic noKey(Span span) {
    return template(span.file(), span.line(), span.column() - 1)
        .orElseGet(() -> syntax(span, "a key is one word, and here is a list or a map"));
  }

  /** The template of another tool that stands at a column of a line, counted from 0. */
  private static Optional<Diagnostic> template(SourceFile file, int line, int at) {
    Matcher template = TEMPLATE.matcher(file.lineText(line));
    int start = file.lineStart(line);
    while (template.find()) {
      if (template.start() <= at && at <= template.end()) {
        Span whole = file.span(start + template.start(), start + template.end());
        return Optional.of(
            syntax(whole, "a param is used by its bare name")
                .help("write `" + template.group(1) + "`"));
      }
    }
    return Optional.empty();
  }

  Optional<Diagnostic> tab() {
    String line = stop.line();
    int indent = 0;
    while (indent < line.length() && Character.isWhitespace(line.charAt(indent))) {
      indent++;
    }
    int tab = line.substring(0, indent).indexOf('\t');
    if (tab < 0) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(
                stop.part(stop.at().line(), tab, tab + 1),
                "a tab indents this line, and YAML allows only spaces")
            .help("replace it with spaces"));
  }

  Optional<Diagnostic> unquoted() {
    char c =
        stop.at().start() < stop.file().text().length()
            ? stop.file().text().charAt(stop.at().start())
            : ' ';
    if (!stop.says("cannot start any token")) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(stop.at(), "a value cannot start with `" + c + "`").help("put the value in quotes"));
  }

  /** {@code conv:{out: 8}}: without a space after it, a colon is part of a word. */
  Optional<Diagnostic> spaceAfterColon() {
    Matcher glued = GLUED_KEY.matcher(stop.line());
    if (!stop.says("mapping values are not allowed") || !glued.find()) {
      return Optional.empty();
    }
    Span key = stop.part(stop.at().line(), glued.start(1), glued.end(1));
    return Optional.of(
        syntax(key, "a space is missing after `" + glued.group(1) + "`")
            .help("write `" + glued.group(1) + " `, with a space"));
  }

  /** {@code conv {out: 8}}: one plain text to YAML, up to the colon inside. */
  Optional<Diagnostic> bracketWithoutColon() {
    Matcher step = WORD_AND_BRACKET.matcher(stop.line());
    if (!stop.says("mapping values are not allowed") || !step.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        ParserStop.withoutColon(stop.part(stop.at().line(), step.start(1), step.end(1))));
  }

  /** {@code b: conv: {out: 8}}: the one step of a branch or a body, without the list around it. */
  Optional<Diagnostic> stepWithoutList() {
    Matcher key = STEP_OF_KEY.matcher(stop.line());
    boolean spec = SPEC.matcher(stop.file().text()).find();
    if (!stop.says("mapping values are not allowed") || !spec || !key.matches()) {
      return Optional.empty();
    }
    if (key.group(1) != null && WITHOUT_STEPS.contains(key.group(1))) {
      return Optional.empty();
    }
    Span step = stop.part(stop.at().line(), key.start(2), key.end(2));
    String list = "[" + key.group(2) + "]";
    String title = "write `" + list + "`";
    return Optional.of(
        syntax(step, "a list of steps belongs here, and this is a step without one")
            .help(title)
            .proposing(List.of(new Proposal(title, new Edit(step, list)))));
  }

  /** {@code description: ResNet: the original}: a text that holds a colon. */
  Optional<Diagnostic> colonInText() {
    Matcher text = COLON_IN_TEXT.matcher(stop.line());
    if (!stop.says("mapping values are not allowed") || !text.matches()) {
      return Optional.empty();
    }
    Span value = stop.part(stop.at().line(), text.start(2), text.end(2));
    return Optional.of(
        syntax(value, "a text that holds `: ` stands in quotes")
            .help("write `\"" + text.group(2) + "\"`"));
  }

  /** {@code 'it doesn't'}: the apostrophe ends the text. */
  Optional<Diagnostic> quotesEndEarly() {
    char before = stop.at().start() > 0 ? stop.file().text().charAt(stop.at().start() - 1) : ' ';
    boolean quote = before == '\'' || before == '"';
    if (!quote || !stop.says("found '<scalar>'")) {
      return Optional.empty();
    }
    Span end = stop.file().span(stop.at().start() - 1, stop.at().start());
    return Optional.of(
        syntax(end, "the quotes end here, and more text follows")
            .help(
                before == '"'
                    ? "inside `\"...\"` write `\\\"` for a quote"
                    : "inside `'...'` write `''` for an apostrophe, or use `\"...\"`"));
  }

  /** A bracket or a quote that is still open lines below: the mistake is where it opens. */
  Optional<Diagnostic> neverClosed() {
    return stop.context().filter(opening -> !stop.says("<block end>")).flatMap(this::neverClosed);
  }

  private Optional<Diagnostic> neverClosed(Span opening) {
    String open = opening.text();
    if (opening.line() == stop.at().line() || !open.matches("[\\[{\"']")) {
      return Optional.empty();
    }
    String close = open.equals("{") ? "}" : open.equals("[") ? "]" : open;
    boolean ends = stop.at().start() >= stop.file().text().stripTrailing().length();
    Diagnostic diagnostic = syntax(opening, "`" + open + "` has no closing `" + close + "`");
    return Optional.of(
        ends ? diagnostic : diagnostic.related(stop.at(), "this cannot stand inside it"));
  }

  Optional<Diagnostic> closedTwice() {
    String found = stop.at().text();
    if (!found.matches("[\\]}]") || !stop.says("expected <block end>")) {
      return Optional.empty();
    }
    return Optional.of(
        syntax(stop.at(), "`" + found + "` closes nothing: every bracket is closed before it")
            .help("remove it"));
  }
}
