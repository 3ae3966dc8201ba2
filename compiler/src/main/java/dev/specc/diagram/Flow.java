package dev.specc.diagram;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A value that goes from one box to another.
 *
 * @param shape as {@code 64×56×56}
 */
record Flow(Box from, Box to, String shape) {
  /** Between boxes that are not open, each once. */
  static List<Flow> of(Diagram diagram) {
    Graph graph = diagram.graph();
    List<Box> leaves = diagram.boxes().stream().flatMap(b -> b.leaves().stream()).toList();
    List<Box> byNode = new ArrayList<>(graph.nodes().size());
    leaves.forEach(leaf -> leaf.nodes().forEach(node -> byNode.add(leaf)));
    Set<Flow> flows = new LinkedHashSet<>();
    for (Box to : leaves) {
      for (Node node : to.nodes()) {
        for (int input : node.inputs()) {
          if (!to.holds(input)) {
            flows.add(new Flow(byNode.get(input), to, Diagram.show(graph.node(input).output())));
          }
        }
      }
    }
    return List.copyOf(flows);
  }
}
