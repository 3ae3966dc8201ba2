package dev.specc.graph;

import dev.specc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node comes from.
 *
 * @param span the step, or the key of the combinator that made the node
 * @param frame the block calls and iterations that led here; null in the net itself
 */
public record Origin(Span span, @Nullable Frame frame) {
  /** The way that led here, as notes of a diagnostic. */
  public List<String> notes() {
    return frame == null ? List.of() : frame.notes();
  }
}
