package dev.specc.features;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Input;
import dev.specc.op.Join;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph with one more input, which is added to the value of a node. Where it is zero, the net
 * computes what it did, and the gradient with respect to it is the one with respect to the node's
 * value.
 */
final class Probe {
  private Probe() {}

  /** Its outputs are the node's value and the first output of the net; it has no heads. */
  static Graph of(Graph graph, Node probed) {
    int inputs = graph.inputs().size();
    List<Node> nodes = new ArrayList<>();
    int[] now = new int[graph.nodes().size()];
    for (Node node : graph.nodes().subList(0, inputs)) {
      now[node.id()] = add(nodes, node, node.path(), now);
    }
    int delta = nodes.size();
    nodes.add(
        new Node(
            delta,
            "probe",
            new Input(probed.output()),
            List.of(),
            probed.output(),
            "probe",
            false,
            probed.origin()));
    for (Node node : graph.nodes()) {
      if (node.id() >= inputs) {
        now[node.id()] = add(nodes, node, node.path(), now);
      }
      if (node.id() == probed.id()) {
        nodes.add(sum(nodes.size(), now[node.id()], delta, probed));
        now[node.id()] = nodes.size() - 1;
      }
    }
    List<Graph.Output> outputs =
        List.of(
            new Graph.Output("maps", now[probed.id()]),
            new Graph.Output("scores", now[graph.outputs().getFirst().node()]));
    return new Graph(graph.name(), graph.variant(), nodes, outputs, List.of());
  }

  private static int add(List<Node> nodes, Node node, String path, int[] now) {
    nodes.add(
        new Node(
            nodes.size(),
            path,
            node.op(),
            node.inputs().stream().map(in -> now[in]).toList(),
            node.output(),
            node.parameterPath(),
            node.training(),
            node.origin()));
    return nodes.size() - 1;
  }

  private static Node sum(int id, int value, int delta, Node probed) {
    return new Node(
        id,
        "probe.add",
        new Join.Add(),
        List.of(value, delta),
        probed.output(),
        "probe.add",
        false,
        probed.origin());
  }
}
