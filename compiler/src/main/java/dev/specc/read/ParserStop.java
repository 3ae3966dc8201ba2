package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Where the YAML parser stopped, and what it says there. */
final class ParserStop {
  private final SourceFile file;
  private final Offsets offsets;
  private final String problem;
  private final Span at;
  private final @Nullable Span context;

  ParserStop(SourceFile file, Offsets offsets, MarkedYAMLException e) {
    this.file = file;
    this.offsets = offsets;
    this.problem = Optional.ofNullable(e.getProblem()).orElse("");
    this.at = place(Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark()));
    this.context = e.getContextMark() == null ? null : place(e.getContextMark());
  }

  private Span place(Mark mark) {
    int offset = offsets.of(mark);
    int end =
        offset < file.text().length() && file.text().charAt(offset) != '\n' ? offset + 1 : offset;
    return file.span(offset, end);
  }

  SourceFile file() {
    return file;
  }

  /** The parser's own words. */
  String problem() {
    return problem;
  }

  boolean says(String words) {
    return problem.contains(words);
  }

  /** One character, or none at the end of a line. */
  Span at() {
    return at;
  }

  /** Where that begins which it was reading. */
  Optional<Span> context() {
    return Optional.ofNullable(context);
  }

  String line() {
    return file.lineText(at.line());
  }

  /** A part of a line, counted from 0 in it. */
  Span part(int line, int from, int to) {
    int start = file.lineStart(line);
    return file.span(start + from, start + to);
  }

  /** The line before that is not blank; 0 where there is none. */
  int previousLine(int line) {
    int before = line - 1;
    while (before >= 1 && file.lineText(before).isBlank()) {
      before--;
    }
    return before;
  }

  static Diagnostic syntax(Span span, String message) {
    return Diagnostic.of(Code.YAML_SYNTAX, span, message);
  }

  /** A word that has to be a key. */
  static Diagnostic withoutColon(Span word) {
    String[] parts = word.text().strip().split("\\s+", 2);
    boolean value = parts.length > 1 && parts[0].matches("\\w+");
    String meant = value ? parts[0] + ": " + parts[1] : word.text().strip() + ":";
    return syntax(word, "a `:` is missing after `" + parts[0] + "`").help("write `" + meant + "`");
  }
}
