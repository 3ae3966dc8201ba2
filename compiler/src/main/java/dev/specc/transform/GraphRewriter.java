package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Inference;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph in the making from another one, node by node in the old order: each old value is given a
 * new one before its readers come.
 */
final class GraphRewriter {
  private static final int NONE = -1;

  private final Graph graph;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** For each old node, the new node with its value. */
  private final int[] values;

  GraphRewriter(Graph graph) {
    this.graph = graph;
    this.values = new int[graph.nodes().size()];
    Arrays.fill(values, NONE);
    graph.nodes().forEach(node -> addLevels(node.path()));
  }

  /** A path and all levels above it. */
  private void addLevels(String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      names.add(path.substring(0, end));
    }
  }

  /** Takes a node over as it is. */
  void keep(Node node) {
    become(node, node.op(), values(node.inputs()));
  }

  /** Puts an op with other inputs, which are new nodes, in the place of an old node. */
  void become(Node node, Op op, List<Integer> inputs) {
    values[node.id()] = append(node, node.path(), op, inputs, node.parameterPath());
  }

  /** Adds a node that the old graph has not, beside an old one; it owns its parameters. */
  int add(Node beside, String path, Op op, List<Integer> inputs) {
    return append(beside, path, op, inputs, path);
  }

  /** Gives an old node's value to its readers from a new node. */
  void replace(Node old, int value) {
    values[old.id()] = value;
  }

  /** The new node with an old node's value. */
  int value(int old) {
    if (values[old] == NONE) {
      throw new IllegalStateException("the value of " + graph.node(old).path() + " was left out");
    }
    return values[old];
  }

  List<Integer> values(List<Integer> old) {
    return old.stream().map(this::value).toList();
  }

  Shape shape(int value) {
    return nodes.get(value).output();
  }

  /** A path that no node and no level has: the wanted one, or with a number behind it. */
  String unusedPath(String wanted) {
    String path = wanted;
    for (int i = 1; !names.add(path); i++) {
      path = wanted + "_" + i;
    }
    return path;
  }

  private int append(Node like, String path, Op op, List<Integer> inputs, String parameterPath) {
    int id = nodes.size();
    Shape output =
        switch (op.infer(inputs.stream().map(this::shape).toList())) {
          case Inference.Output inferred -> inferred.shape();
          case Inference.Failure failure ->
              throw new IllegalStateException(path + " cannot run: " + failure.message());
        };
    nodes.add(
        new Node(id, path, op, inputs, output, parameterPath, like.training(), like.origin()));
    return id;
  }

  /** The new graph, with the old one's outputs and heads. */
  Graph finish() {
    return finish(graph.heads());
  }

  /** The new graph, with the old one's outputs and some of its heads. */
  Graph finish(List<Graph.Head> heads) {
    return new Graph(
        graph.name(),
        graph.variant(),
        nodes,
        graph.outputs().stream().map(o -> new Graph.Output(o.name(), value(o.node()))).toList(),
        heads.stream().map(h -> new Graph.Head(h.name(), value(h.node()), h.weight())).toList());
  }
}
