package dev.specc.diagram;

import dev.specc.graph.Node;
import java.util.List;

/**
 * A part of a graph as it is shown: one node, a block folded into one box, or an open block.
 *
 * @param name the last name of its path; with that of the level above where it is only a number
 * @param path of the block, or of the only node
 * @param nodes all its nodes: neighbours in the graph's order
 * @param children what is shown inside; empty for a box
 */
public record Box(String name, String path, List<Node> nodes, List<Box> children) {
  public Box {
    nodes = List.copyOf(nodes);
    children = List.copyOf(children);
  }

  public boolean isOpen() {
    return !children.isEmpty();
  }

  public boolean isOneNode() {
    return nodes.size() == 1;
  }

  int first() {
    return nodes.getFirst().id();
  }

  /** The id of its last node. */
  int last() {
    return nodes.getLast().id();
  }

  boolean holds(int node) {
    return node >= first() && node <= last();
  }

  /** The boxes that have nothing inside, in order. */
  List<Box> leaves() {
    return isOpen() ? children.stream().flatMap(c -> c.leaves().stream()).toList() : List.of(this);
  }
}
