package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** A graph as lines to compare: {@code conv1 = conv(input) 8x32x32}. */
final class GraphText {
  private GraphText() {}

  static String of(Graph graph) {
    List<String> lines = new ArrayList<>();
    for (Node node : graph.layers()) {
      List<String> inputs = node.inputs().stream().map(id -> graph.node(id).path()).toList();
      lines.add(
          "%s = %s(%s) %s"
              .formatted(
                  node.path(), node.op().name(), String.join(", ", inputs), node.output().times()));
    }
    graph.outputs().forEach(o -> lines.add(o.name() + ": " + graph.node(o.node()).path()));
    graph.heads().forEach(h -> lines.add("head " + h.name() + ": " + graph.node(h.node()).path()));
    return String.join("\n", lines) + "\n";
  }
}
