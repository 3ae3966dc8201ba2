package dev.specc.train;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Affine;
import dev.specc.op.Identity;
import dev.specc.op.Join;
import dev.specc.op.Normalisation;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Regularisation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The norms with which the bodies of residual blocks end. */
final class ResidualEnds {
  private ResidualEnds() {}

  /**
   * The names of their scales. A body is the first operand of an `add`; what only scales or drops
   * its result, and a gate that it is multiplied by, may follow the norm.
   */
  static Set<String> scales(Graph graph) {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Join.Add) {
        norm(graph, graph.node(node.inputs().getFirst()))
            .ifPresent(
                norm ->
                    graph.parameters(norm).stream()
                        .filter(p -> p.kind() == ParameterSpec.Kind.SCALE)
                        .forEach(p -> names.add(norm.parameterName(p))));
      }
    }
    return names;
  }

  private static Optional<Node> norm(Graph graph, Node end) {
    boolean passes =
        end.op() instanceof Affine
            || end.op() instanceof Identity
            || end.op() instanceof Regularisation
            || end.op() instanceof Join.Multiply;
    if (end.op() instanceof Normalisation) {
      return Optional.of(end);
    }
    return passes ? norm(graph, graph.node(end.inputs().getFirst())) : Optional.empty();
  }
}
