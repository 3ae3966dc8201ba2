package dev.specc.transform;

import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a graph is run for: what a pass may change depends on it. */
public enum Purpose {
  /** Outputs in evaluation mode; heads and gradients are not asked for. */
  INFERENCE,
  /** Outputs and heads in training mode, with the gradients of every parameter. */
  TRAINING;

  /** The nodes whose values are returned. */
  List<Integer> results(Graph graph) {
    List<Integer> results = new ArrayList<>();
    graph.outputs().forEach(output -> results.add(output.node()));
    if (this == TRAINING) {
      graph.heads().forEach(head -> results.add(head.node()));
    }
    return results;
  }

  /** The name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
