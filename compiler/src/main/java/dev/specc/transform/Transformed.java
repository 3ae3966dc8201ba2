package dev.specc.transform;

import dev.specc.graph.Graph;
import java.util.List;

/**
 * A graph after passes.
 *
 * @param weights how its tensors follow from those of the spec's graph
 * @param before the size of the spec's graph
 * @param steps what each pass did, in order
 */
public record Transformed(Graph graph, Derivation weights, Counts before, List<Step> steps) {
  /**
   * What one pass did.
   *
   * @param changes how many places it rewrote
   */
  public record Step(String pass, int changes, Counts before, Counts after) {}

  public Transformed {
    steps = List.copyOf(steps);
  }

  /** The size of the graph after all passes. */
  public Counts after() {
    return steps.isEmpty() ? before : steps.getLast().after();
  }
}
