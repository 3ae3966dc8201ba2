package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.transform.ConcatChaining;
import java.util.Locale;

/** What of the forward pass runs again in the backward pass, so that it need not be kept. */
public enum Recompute {
  /** Nothing: all that the backward pass reads is kept. */
  NONE,
  /** The {@link Segments}: cheap values that one convolution reads. */
  DENSE;

  /**
   * The graph that the script engine trains instead, and the estimate plays through: concats are
   * chained, but where a stage makes its own.
   */
  public Graph lowered(Graph graph) {
    return switch (this) {
      case NONE -> new ConcatChaining().apply(graph).graph();
      case DENSE -> graph;
    };
  }

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
