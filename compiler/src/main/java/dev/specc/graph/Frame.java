package dev.specc.graph;

import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the way from the net to a node: a block call or an iteration.
 *
 * @param what what was entered, as notes say it: {@code Inception (inception3a)} or {@code
 *     iteration 2}
 * @param at where it was entered
 * @param outer the step before; null at the net
 */
public record Frame(String what, Span at, @Nullable Frame outer) {
  /** The chain as notes, innermost first. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Frame f = this; f != null; f = f.outer) {
      notes.add("in " + f.what + ", line " + f.at.line() + otherFile(f));
    }
    return notes;
  }

  private String otherFile(Frame frame) {
    return frame.at.file() == at.file() ? "" : " of " + frame.at.file().name();
  }
}
