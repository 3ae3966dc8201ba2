package dev.specc.schedule;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Conv;
import dev.specc.op.Join.Concat;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that are cheaper to compute again than to keep: maximal runs of concats, batch norms
 * and activations that only one convolution reads. They are what the memory-efficient DenseNet
 * recomputes (Pleiss et al. 2017, arXiv:1707.06990, section 3), found in any graph by what reads
 * what.
 */
final class Segments {
  private static final int NOBODY = -1;
  private static final int SEVERAL = -2;

  private final Graph graph;
  private final int[] sources;
  private final BitSet needed;

  /** For each value, the one convolution that it is for; those that no one has read yet, nobody. */
  private final int[] owners;

  private Segments(Graph graph, int[] sources, BitSet needed) {
    this.graph = graph;
    this.sources = sources;
    this.needed = needed;
    this.owners = new int[sources.length];
  }

  /**
   * The runs by the id of their convolution, each in the order of the graph.
   *
   * @param sources for each node, the node whose value is its own
   * @param needed the nodes that run
   * @param results the values that are returned
   * @param learning the nodes whose values have gradients
   */
  static Map<Integer, List<Node>> of(
      Graph graph, int[] sources, BitSet needed, List<Integer> results, BitSet learning) {
    Segments segments = new Segments(graph, sources, needed);
    segments.findOwners(results, learning);
    return segments.runs();
  }

  private void findOwners(List<Integer> results, BitSet learning) {
    Arrays.fill(owners, NOBODY);
    results.forEach(id -> owners[id] = SEVERAL);
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id()) && sources[node.id()] == node.id()) {
        int owner = isCheap(node.op()) ? owners[node.id()] : node.id();
        boolean rebuilds =
            isCheap(node.op()) || node.op() instanceof Conv && learning.get(node.id());
        node.inputs().forEach(id -> claim(sources[id], rebuilds ? owner : SEVERAL));
      }
    }
  }

  private void claim(int id, int owner) {
    owners[id] = owners[id] == NOBODY || owners[id] == owner ? owner : SEVERAL;
  }

  private Map<Integer, List<Node>> runs() {
    Map<Integer, List<Node>> runs = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      boolean isRun = needed.get(node.id()) && sources[node.id()] == node.id();
      if (isRun && isCheap(node.op()) && owners[node.id()] >= 0) {
        runs.computeIfAbsent(owners[node.id()], id -> new ArrayList<>()).add(node);
      }
    }
    runs.values().removeIf(run -> run.stream().noneMatch(node -> keepsItsInput(node.op())));
    return runs;
  }

  /** Ops without randomness that take as long as reading and writing their values does. */
  private static boolean isCheap(Op op) {
    return op instanceof Concat || op instanceof BatchNorm || op instanceof Activation;
  }

  /**
   * Ops that keep their input beside their result: without them a run may take as much memory as it
   * spares.
   */
  private static boolean keepsItsInput(Op op) {
    return op instanceof BatchNorm
        || (op instanceof Activation activation && BackwardReads.input(activation, true));
  }
}
