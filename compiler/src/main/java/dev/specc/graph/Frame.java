package dev.specc.graph;

import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the way from the net to a node: a block call or an iteration.
 *
 * @param what what was entered, as notes say it: {@code Inception, called} or {@code iteration 3}
 * @param detail what tells this time from others, such as the label; may be empty
 * @param at where it was entered
 * @param outer the step before; null at the net
 */
public record Frame(String what, String detail, Span at, @Nullable Frame outer) {
  private static final int MAX_NOTES = 6;

  /** The chain as notes, innermost first: {@code in Inception, called at line 48 (inception3a)}. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Frame f = this; f != null && notes.size() < MAX_NOTES; f = f.outer) {
      String detail = f.detail.isEmpty() ? "" : " (" + f.detail + ")";
      notes.add("in " + f.what + " at line " + f.at.line() + otherFile(f) + detail);
    }
    return notes;
  }

  private String otherFile(Frame frame) {
    return frame.at.file() == at.file() ? "" : " of " + frame.at.file().name();
  }
}
