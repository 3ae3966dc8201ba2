package dev.specc.diagnostic;

import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Diagnostics as a terminal shows them: the lines in question, with markers under them. */
public final class TextReport {
  private static final int MAX_WIDTH = 160;

  private final boolean colour;

  /**
   * @param colour whether to use the terminal's colours
   */
  public TextReport(boolean colour) {
    this.colour = colour;
  }

  private record Marker(Span span, String text, boolean primary) {}

  /** One diagnostic, ending in a line break. */
  public String render(Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    Style severity = diagnostic.isError() ? Style.ERROR : Style.WARNING;
    String head = diagnostic.severity().word() + "[" + diagnostic.code().id() + "]";
    out.append(paint(severity, head)).append(paint(Style.STRONG, ": " + diagnostic.message()));
    out.append('\n');
    Map<SourceFile, List<Marker>> files = markers(diagnostic);
    int gutter = gutter(files);
    boolean first = true;
    for (Map.Entry<SourceFile, List<Marker>> file : files.entrySet()) {
      excerpt(out, file.getKey(), file.getValue(), gutter, severity, first);
      first = false;
    }
    for (String note : diagnostic.notes()) {
      out.append(" ".repeat(gutter + 1)).append(paint(Style.FRAME, "= ")).append(note).append('\n');
    }
    // A fix was tried, so it says all that the help would.
    diagnostic.fix().map(TextReport::said).or(diagnostic::help).ifPresent(h -> help(out, h));
    return out.toString();
  }

  private static String said(Fix fix) {
    return fix.title() + "; " + fix.effect().words();
  }

  private void help(StringBuilder out, String text) {
    out.append(paint(Style.HELP, "help")).append(": ").append(text).append('\n');
  }

  private static Map<SourceFile, List<Marker>> markers(Diagnostic diagnostic) {
    Map<SourceFile, List<Marker>> files = new LinkedHashMap<>();
    List<Marker> all = new ArrayList<>();
    all.add(new Marker(diagnostic.span(), diagnostic.primary().text(), true));
    diagnostic.related().forEach(l -> all.add(new Marker(l.span(), l.text(), false)));
    for (Marker marker : all) {
      files.computeIfAbsent(marker.span.file(), f -> new ArrayList<>()).add(marker);
    }
    return files;
  }

  private static int gutter(Map<SourceFile, List<Marker>> files) {
    int last =
        files.values().stream().flatMap(List::stream).mapToInt(m -> m.span.line()).max().orElse(1);
    return Integer.toString(last).length();
  }

  private void excerpt(
      StringBuilder out,
      SourceFile file,
      List<Marker> markers,
      int gutter,
      Style severity,
      boolean first) {
    Span start = markers.getFirst().span;
    boolean empty = file.text().isEmpty();
    String place = empty ? file.name() : start.toString();
    out.append(" ".repeat(gutter))
        .append(paint(Style.FRAME, first ? "--> " : "::: "))
        .append(place)
        .append('\n');
    if (empty) {
      return;
    }
    String bar = paint(Style.FRAME, " ".repeat(gutter + 1) + "|");
    out.append(bar).append('\n');
    List<Marker> sorted = new ArrayList<>(markers);
    sorted.sort(
        Comparator.comparingInt((Marker m) -> m.span.start()).thenComparing(m -> !m.primary));
    Excerpt shown = null;
    for (Marker marker : sorted) {
      int line = marker.span.line();
      if (shown == null || line != shown.line) {
        shown = Excerpt.of(file, line, column(sorted, line));
        String number = String.format("%" + gutter + "d |", line);
        out.append(paint(Style.FRAME, number)).append(shown.text()).append('\n');
      }
      out.append(bar).append(underline(shown, marker, severity)).append('\n');
    }
  }

  /** The column that a long line must show: the primary marker's, else the first one's. */
  private static int column(List<Marker> markers, int line) {
    return markers.stream()
        .filter(m -> m.span.line() == line)
        .min(Comparator.comparing((Marker m) -> !m.primary))
        .map(m -> m.span.column() - 1)
        .orElse(0);
  }

  /**
   * A line, or the part of a long one that matters.
   *
   * @param from the first column shown, from 0
   * @param part the characters shown
   * @param columns the whole line's
   */
  private record Excerpt(int line, int from, String part, int columns) {
    static Excerpt of(SourceFile file, int line, int column) {
      String text = file.lineText(line);
      int columns = text.codePointCount(0, text.length());
      int latest = Math.max(0, columns - MAX_WIDTH);
      int from = column < MAX_WIDTH - 20 ? 0 : Math.min(column - MAX_WIDTH / 2, latest);
      int start = text.offsetByCodePoints(0, from);
      int end = text.offsetByCodePoints(start, Math.min(columns - from, MAX_WIDTH));
      StringBuilder part = new StringBuilder();
      text.substring(start, end)
          .codePoints()
          .map(Excerpt::printable)
          .forEach(part::appendCodePoint);
      return new Excerpt(line, from, part.toString(), columns);
    }

    /** A tab is one column wide, as in the markers below it; what a terminal obeys is not shown. */
    private static int printable(int point) {
      return point == '\t' ? ' ' : Character.isISOControl(point) ? '\ufffd' : point;
    }

    /** With the space that parts it from the bar, unless it is empty. */
    String text() {
      String whole = (from > 0 ? "…" : " ") + part + (columns - from > MAX_WIDTH ? "…" : "");
      return whole.isBlank() ? "" : whole;
    }
  }

  private String underline(Excerpt line, Marker marker, Style severity) {
    int column = marker.span.column() - 1;
    boolean sameLine = marker.span.endLine() == line.line;
    int end = sameLine ? marker.span.endColumn() - 1 : line.columns;
    int from = Math.clamp(column - line.from, 0, MAX_WIDTH);
    int width = Math.max(1, Math.min(end - line.from, MAX_WIDTH) - from);
    String mark = (marker.primary ? "^" : "-").repeat(width);
    String text = marker.text.isEmpty() ? "" : " " + marker.text;
    return " ".repeat(from + 1) + paint(marker.primary ? severity : Style.FRAME, mark + text);
  }

  private enum Style {
    ERROR("1;31"),
    WARNING("1;33"),
    STRONG("1"),
    FRAME("34"),
    HELP("1;36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private String paint(Style style, String text) {
    return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }
}
