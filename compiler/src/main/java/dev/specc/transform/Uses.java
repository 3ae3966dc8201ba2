package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who reads each value of a graph and owns its parameters.
 *
 * @param readers for each node those that take its value, once for each time
 * @param results how often each node is an output or a head
 * @param owners how many nodes have their parameters at a place
 */
record Uses(List<List<Node>> readers, int[] results, Map<String, Integer> owners) {
  static Uses of(Graph graph) {
    List<List<Node>> readers =
        IntStream.range(0, graph.nodes().size())
            .mapToObj(id -> (List<Node>) new ArrayList<Node>())
            .toList();
    Map<String, Integer> owners = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.inputs().forEach(id -> readers.get(id).add(node));
      if (!graph.parameters(node).isEmpty()) {
        owners.merge(node.parameterPath(), 1, Integer::sum);
      }
    }
    int[] results = new int[graph.nodes().size()];
    Stream.concat(
            graph.outputs().stream().map(Graph.Output::node),
            graph.heads().stream().map(Graph.Head::node))
        .forEach(id -> results[id]++);
    return new Uses(readers, results, owners);
  }

  /** Whether a node alone takes a value, once, and it is no result. */
  boolean isOnlyReader(Node reader, Node value) {
    return results[value.id()] == 0 && readers.get(value.id()).equals(List.of(reader));
  }

  boolean isResult(Node node) {
    return results[node.id()] > 0;
  }

  /** Whether no other node has this node's parameters. */
  boolean ownsParameters(Node node) {
    return owners.getOrDefault(node.parameterPath(), 0) == 1;
  }
}
