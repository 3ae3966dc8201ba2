package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Join.Concat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A concat that starts with the inputs of an earlier one takes its value instead: {@code x =
 * torch.cat([x, new], 1)}, as dense blocks are written. The values are the same.
 */
final class ConcatChains {
  private ConcatChains() {}

  static Graph shortened(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Node> start = node.op() instanceof Concat ? longest(graph, node) : Optional.empty();
      nodes.add(start.map(s -> startingWith(s, node)).orElse(node));
    }
    return new Graph(graph.name(), graph.variant(), nodes, graph.outputs(), graph.heads());
  }

  /** The earlier concat of most of its first inputs. */
  private static Optional<Node> longest(Graph graph, Node node) {
    return graph.nodes().subList(0, node.id()).stream()
        .filter(n -> n.op() instanceof Concat && (node.training() || !n.training()))
        .filter(n -> n.inputs().size() < node.inputs().size())
        .filter(n -> n.inputs().equals(node.inputs().subList(0, n.inputs().size())))
        .reduce((a, b) -> a.inputs().size() >= b.inputs().size() ? a : b);
  }

  private static Node startingWith(Node start, Node node) {
    List<Integer> inputs = new ArrayList<>(List.of(start.id()));
    inputs.addAll(node.inputs().subList(start.inputs().size(), node.inputs().size()));
    return new Node(
        node.id(),
        node.path(),
        node.op(),
        inputs,
        node.output(),
        node.parameterPath(),
        node.training(),
        node.origin());
  }
}
