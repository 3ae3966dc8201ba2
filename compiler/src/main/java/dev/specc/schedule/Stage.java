package dev.specc.schedule;

import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Nodes that run one after the other, and whose backward passes do. */
public sealed interface Stage {
  /** In the order in which they run. */
  List<Node> nodes();

  /** What its backward pass reads is kept. */
  record Kept(List<Node> nodes) implements Stage {
    public Kept {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Of which the inputs alone are kept: the backward pass begins by computing the values again.
   *
   * @param values what the convolution reads, and what that is made of
   */
  record Rebuilt(List<Node> values, Node conv) implements Stage {
    public Rebuilt {
      values = List.copyOf(values);
    }

    @Override
    public List<Node> nodes() {
      List<Node> nodes = new ArrayList<>(values);
      nodes.add(conv);
      return nodes;
    }
  }
}
