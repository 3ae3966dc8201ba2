package dev.specc.mutation;

import dev.specc.diagnostic.Edit;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One mistake: the edits that make it, of one file.
 *
 * @param near where text is removed, what a person would look at instead: the steps on both sides
 */
record Change(List<Edit> edits, List<Span> near) {
  Change {
    edits = edits.stream().sorted(Comparator.comparing((Edit e) -> e.span().start())).toList();
    near = List.copyOf(near);
  }

  static Change of(Span span, String replacement) {
    return new Change(List.of(new Edit(span, replacement)), List.of());
  }

  SourceFile file() {
    return edits.getFirst().span().file();
  }

  /** The text with the mistake. */
  String text() {
    StringBuilder text = new StringBuilder(file().text());
    for (Edit edit : edits.reversed()) {
      text.replace(edit.span().start(), edit.span().end(), edit.replacement());
    }
    return text.toString();
  }

  /** The lines of the new text in which the mistake stands, from 1. */
  Set<Integer> lines() {
    SourceFile changed = new SourceFile(file().name(), text());
    Set<Integer> lines = new TreeSet<>();
    for (Edit edit : edits) {
      int start = moved(edit.span().start());
      int length = edit.replacement().length();
      boolean wholeLines = edit.replacement().endsWith("\n");
      int first = changed.line(start);
      int last = changed.line(Math.max(start, start + length - (wholeLines ? 1 : 0)));
      if (length == 0 && edit.span().text().endsWith("\n")) {
        lines.add(Math.max(1, first - 1));
      }
      addAll(lines, first, last);
    }
    for (Span span : near) {
      addAll(lines, changed.line(moved(span.start())), changed.line(moved(span.end())));
    }
    return lines;
  }

  private static void addAll(Set<Integer> lines, int first, int last) {
    for (int line = first; line <= last; line++) {
      lines.add(line);
    }
  }

  /** Where an offset of the old text is in the new one. */
  private int moved(int offset) {
    int moved = offset;
    for (Edit edit : edits) {
      if (edit.span().end() <= offset && edit.span().start() < offset) {
        moved += edit.replacement().length() - (edit.span().end() - edit.span().start());
      }
    }
    return moved;
  }
}
