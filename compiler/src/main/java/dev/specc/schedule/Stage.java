package dev.specc.schedule;

import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Nodes that run one after the other, and whose backward passes do. */
public sealed interface Stage {
  /** In the order in which they run. */
  List<Node> nodes();

  /** Nodes whose derivatives the compiler writes out: {@link Derivatives}. */
  record Written(List<Node> nodes) implements Stage {
    public Written {
      nodes = List.copyOf(nodes);
    }
  }

  /** Nodes that run with autograd on, which then goes back through them. */
  record Recorded(List<Node> nodes) implements Stage {
    public Recorded {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Of which the inputs alone are kept: the backward pass begins by computing the values again. Its
   * derivatives are written.
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
