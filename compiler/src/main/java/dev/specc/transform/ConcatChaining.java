package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Join;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A concat whose first inputs were concatenated before takes that value in their place. In a dense
 * block of L layers, whose every concat begins with the one before, the pieces to copy, and those
 * that gradients of features are summed from, become 2 for each layer instead of up to L.
 */
public record ConcatChaining() implements Pass {
  @Override
  public String name() {
    return "concat-chaining";
  }

  @Override
  public Rewrite apply(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter(graph);
    NavigableMap<Integer, Map<List<Integer>, Node>> made = new TreeMap<>();
    int changes = 0;
    for (Node node : graph.nodes()) {
      Optional<Node> beginning =
          node.op() instanceof Join.Concat ? beginning(node, made) : Optional.empty();
      if (beginning.isPresent()) {
        List<Integer> inputs = new ArrayList<>(List.of(beginning.get().id()));
        int replaced = beginning.get().inputs().size();
        inputs.addAll(node.inputs().subList(replaced, node.inputs().size()));
        rewriter.become(node, node.op(), rewriter.values(inputs));
        changes++;
      } else {
        rewriter.keep(node);
      }
      if (node.op() instanceof Join.Concat && node.inputs().size() > 1) {
        made.computeIfAbsent(node.inputs().size(), size -> new HashMap<>())
            .putIfAbsent(node.inputs(), node);
      }
    }
    return new Rewrite(rewriter.finish(), Derivation.NONE, changes);
  }

  /**
   * The concat of the most inputs that this one begins with, of those that run when it does.
   *
   * @param made the concats so far by the number of their inputs, and by these
   */
  private static Optional<Node> beginning(
      Node node, NavigableMap<Integer, Map<List<Integer>, Node>> made) {
    int inputs = node.inputs().size();
    for (var shorter : made.headMap(inputs, false).descendingMap().entrySet()) {
      Node before = shorter.getValue().get(node.inputs().subList(0, shorter.getKey()));
      if (before != null && (node.training() || !before.training())) {
        return Optional.of(before);
      }
    }
    return Optional.empty();
  }
}
