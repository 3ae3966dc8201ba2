package dev.specc.graph;

import dev.specc.source.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node comes from.
 *
 * @param span the step, or the key of the combinator that made the node
 * @param options for each option that the spec sets, the place that decides its value: the value
 *     itself, or where it is only a param's name, the argument of the call (and so on outwards)
 * @param frame the block calls and iterations that led here; null in the net itself
 */
public record Origin(Span span, Map<String, Span> options, @Nullable Frame frame) {
  public Origin {
    options = Map.copyOf(options);
  }

  public List<String> notes() {
    return frame == null ? List.of() : frame.notes();
  }
}
