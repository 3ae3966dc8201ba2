package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Identity;
import dev.specc.op.Op;
import dev.specc.op.Regularisation;

/** Leaves out the ops that do nothing: identities, and in inference dropout and drop path. */
public record PassThroughRemoval(Purpose purpose) implements Pass {
  @Override
  public String name() {
    return "pass-through-removal";
  }

  @Override
  public Rewrite apply(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter(graph);
    int changes = 0;
    for (Node node : graph.nodes()) {
      if (passesThrough(node.op())) {
        rewriter.replace(node, rewriter.value(node.inputs().getFirst()));
        changes++;
      } else {
        rewriter.keep(node);
      }
    }
    return new Rewrite(rewriter.finish(), Derivation.NONE, changes);
  }

  private boolean passesThrough(Op op) {
    return op instanceof Identity || (op instanceof Regularisation && purpose == Purpose.INFERENCE);
  }
}
