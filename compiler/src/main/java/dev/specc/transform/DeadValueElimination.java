package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Input;
import java.util.BitSet;
import java.util.List;

/**
 * Leaves out the nodes that no result needs; in inference heads are none. The inputs stay, needed
 * or not: they are how the net is called.
 */
public record DeadValueElimination(Purpose purpose) implements Pass {
  @Override
  public String name() {
    return "dead-value-elimination";
  }

  @Override
  public Rewrite apply(Graph graph) {
    BitSet needed = needed(graph);
    GraphRewriter rewriter = new GraphRewriter(graph);
    int changes = 0;
    for (Node node : graph.nodes()) {
      if (needed.get(node.id()) || node.op() instanceof Input) {
        rewriter.keep(node);
      } else {
        changes++;
      }
    }
    List<Graph.Head> heads = purpose == Purpose.INFERENCE ? List.of() : graph.heads();
    return new Rewrite(rewriter.finish(heads), Derivation.NONE, changes);
  }

  private BitSet needed(Graph graph) {
    BitSet needed = new BitSet();
    purpose.results(graph).forEach(needed::set);
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id())) {
        node.inputs().forEach(needed::set);
      }
    }
    return needed;
  }
}
