package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Zero;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which parameters the loss depends on. As in PyTorch, an update leaves the others as they are. */
final class Reached {
  private Reached() {}

  /** The names of trained parameters through which gradients flow, in the graph's order. */
  static Set<String> by(Graph graph) {
    BitSet reached = new BitSet();
    reached.set(graph.outputs().getFirst().node());
    graph.heads().forEach(head -> reached.set(head.node()));
    for (Node node : graph.nodes().reversed()) {
      if (reached.get(node.id()) && !(node.op() instanceof Zero)) {
        node.inputs().forEach(reached::set);
      }
    }
    Set<String> names = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      for (ParameterSpec parameter : graph.parameters(node)) {
        if (reached.get(node.id()) && parameter.kind().isTrained()) {
          names.add(node.parameterName(parameter));
        }
      }
    }
    return names;
  }
}
