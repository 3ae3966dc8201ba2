package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
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
            .help("write `- %s:`".formatted(step.group(1))));
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

  private Diagnostic general() {
    Diagnostic diagnostic = syntax(at, message());
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
      return "the indentation fits nothing above it";
    }
    if (problem.contains("expected ',' or '}'")) {
      return "a `,` or the closing `}` is missing before this";
    }
    if (problem.contains("expected ',' or ']'")) {
      return "a `,` or the closing `]` is missing before this";
    }
    if (problem.contains("could not find expected ':'")) {
      return "a key without its `:`";
    }
    if (problem.contains("unexpected end of stream")) {
      return "the text ends inside quotes";
    }
    return "not YAML: " + problem;
  }

  private static Diagnostic syntax(Span span, String message) {
    return Diagnostic.of(Code.YAML_SYNTAX, span, message);
  }
}
