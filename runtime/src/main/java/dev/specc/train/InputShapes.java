package dev.specc.train;

import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;

/** What a net takes, as DJL says it. */
final class InputShapes {
  private InputShapes() {}

  /** The shape of each input for one example: [1, C, H, W] or [1, F]. */
  static Shape[] of(Graph graph) {
    return graph.inputs().stream()
        .map(n -> n.output().dims().stream().mapToLong(Long::longValue).toArray())
        .map(dims -> new Shape(1).addAll(new Shape(dims)))
        .toArray(Shape[]::new);
  }
}
