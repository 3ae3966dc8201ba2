package dev.specc.source;

import java.util.Arrays;

/**
 * A text with a name, and the map from offsets (in UTF-16 units) to lines and columns.
 *
 * <p>Lines and columns count from 1; a column counts Unicode code points, so that an editor that
 * counts characters agrees.
 */
public final class SourceFile {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /** Where a character starts that takes two units, in ascending order. */
  private final int[] wide;

  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.lineStarts = lineStarts(text);
    this.wide = wide(text);
  }

  /** The name as the user wrote it: a path, or a made-up name for text that has none. */
  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  public int column(int offset) {
    int start = lineStarts[line(offset) - 1];
    int end = Math.min(offset, text.length());
    return end - start - (wideBefore(end - 1) - wideBefore(start)) + 1;
  }

  /** How many wide characters start before an offset. */
  private int wideBefore(int offset) {
    int found = Arrays.binarySearch(wide, offset);
    return found >= 0 ? found : -found - 1;
  }

  /** The text of a line, without its line break. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The offset at which a line starts. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  @Override
  public String toString() {
    return name;
  }

  private static int[] wide(String text) {
    int[] wide = new int[0];
    int count = 0;
    for (int i = 0; i + 1 < text.length(); i++) {
      if (Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        if (count == wide.length) {
          wide = Arrays.copyOf(wide, count * 2 + 16);
        }
        wide[count++] = i;
      }
    }
    return Arrays.copyOf(wide, count);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnds =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (lineEnds) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
