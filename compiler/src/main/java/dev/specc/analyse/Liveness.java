package dev.specc.analyse;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Identity;
import dev.specc.op.Op;
import dev.specc.op.Rearrangement;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of activations for one example in float32: what each node adds, and what is alive while
 * it runs, when each value is dropped after its last use.
 *
 * @param added bytes of each node's result; 0 where it is a view of its input
 * @param alive bytes alive while each node runs in inference, its own result included; 0 for nodes
 *     that run in training only
 */
record Liveness(long[] added, long[] alive) {
  private static final int BYTES = 4;

  static Liveness of(Graph graph) {
    int count = graph.nodes().size();
    long[] added = new long[count];
    int[] lastUse = new int[count];
    Arrays.fill(lastUse, -1);
    for (Node node : graph.nodes()) {
      added[node.id()] = isView(node.op()) ? 0 : node.output().elements() * BYTES;
      if (!node.training()) {
        node.inputs().forEach(in -> lastUse[in] = node.id());
      }
    }
    graph.outputs().forEach(o -> lastUse[o.node()] = count);
    keepViewed(graph, lastUse);
    return new Liveness(added, alive(graph, added, lastUse));
  }

  /** What a view shows lives as long as the view. */
  private static void keepViewed(Graph graph, int[] lastUse) {
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (isView(nodes.get(i).op())) {
        int shown = nodes.get(i).inputs().getFirst();
        lastUse[shown] = Math.max(lastUse[shown], lastUse[i]);
      }
    }
  }

  private static long[] alive(Graph graph, long[] added, int[] lastUse) {
    int count = added.length;
    long[] freedAfter = new long[count + 1];
    long[] alive = new long[count];
    long now = 0;
    for (Node node : graph.nodes()) {
      int i = node.id();
      if (node.training()) {
        continue;
      }
      now += added[i];
      freedAfter[Math.max(i, lastUse[i])] += added[i];
      alive[i] = now;
      now -= freedAfter[i];
    }
    return alive;
  }

  private static boolean isView(Op op) {
    return op instanceof Rearrangement.Flatten
        || op instanceof Rearrangement.Reshape
        || op instanceof Identity;
  }

  long peak() {
    return Arrays.stream(alive).max().orElse(0);
  }

  /** All results together, as training keeps them for the backward pass. */
  long total() {
    return Arrays.stream(added).sum();
  }
}
