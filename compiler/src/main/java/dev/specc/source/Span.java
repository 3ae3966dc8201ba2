package dev.specc.source;

/**
 * A stretch of a source text: offsets {@code start} (included) to {@code end} (excluded).
 *
 * <p>Two spans are equal when they cover the same stretch of the same file object.
 */
public record Span(SourceFile file, int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span " + start + ".." + end);
    }
  }

  public int line() {
    return file.line(start);
  }

  public int column() {
    return file.column(start);
  }

  public int endLine() {
    return file.line(end);
  }

  /** The column after the last character. */
  public int endColumn() {
    return file.column(end);
  }

  public String text() {
    return file.text().substring(start, Math.min(end, file.text().length()));
  }

  /** A part of this span, by offsets relative to its start. */
  public Span part(int from, int to) {
    return new Span(file, start + from, start + to);
  }

  /** From the start of this span to the end of the other, which lies in the same file. */
  public Span to(Span other) {
    return new Span(file, start, Math.max(end, other.end));
  }

  public boolean contains(Span other) {
    return file == other.file && start <= other.start && other.end <= end;
  }

  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + column();
  }
}
