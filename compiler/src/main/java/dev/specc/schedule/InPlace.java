package dev.specc.schedule;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Join.Add;
import java.util.BitSet;
import java.util.List;

/**
 * Which nodes may write over their input instead of into new memory. The input must be used nowhere
 * else, not even in a stage that runs again, the backward pass must not need it, and no other value
 * may share its memory. The script engine writes what this says, and the estimate counts it.
 */
public final class InPlace {
  private final Graph graph;
  private final int[] sources;
  private final int[] uses;
  private final Stages stages;

  private InPlace(Graph graph, int[] sources, int[] uses, Stages stages) {
    this.graph = graph;
    this.sources = sources;
    this.uses = uses;
    this.stages = stages;
  }

  /**
   * @param sources for each node, the node whose value is its own
   * @param needed the nodes that run
   * @param results the values that are returned
   * @param stages what comes from another one may be read again
   */
  public static InPlace of(
      Graph graph, int[] sources, BitSet needed, List<Integer> results, Stages stages) {
    int[] uses = new int[sources.length];
    results.forEach(id -> uses[id]++);
    for (Node node : graph.nodes()) {
      if (needed.get(node.id())) {
        node.inputs().forEach(id -> uses[sources[id]]++);
      }
    }
    return new InPlace(graph, sources, uses, stages);
  }

  /**
   * The inputs in the order in which the op takes them: where only another summand may be written
   * over, it comes first.
   */
  public List<Integer> inputs(Node node) {
    List<Integer> inputs = node.inputs().stream().map(id -> sources[id]).toList();
    boolean swaps =
        node.op() instanceof Add && inputs.size() == 2 && !isFree(inputs.getFirst(), node);
    return swaps && isFree(inputs.getLast(), node) ? inputs.reversed() : inputs;
  }

  /** Whether the node writes over its first input, in the order of {@link #inputs}. */
  public boolean writesOverInput(Node node) {
    return writesOver(node) && isFree(inputs(node).getFirst(), node);
  }

  private boolean isFree(int id, Node reader) {
    return uses[id] == 1
        && stages.mayWriteOver(id, reader.id())
        && BackwardReads.notTheOutput(graph.node(id).op());
  }

  /** Nodes whose backward pass needs their output at most, and whose source is one call. */
  private static boolean writesOver(Node node) {
    return switch (node.op()) {
      case Activation.Relu relu -> true;
      case Activation.Relu6 relu6 -> true;
      case Activation.LeakyRelu leaky -> BackwardReads.keepsSigns(leaky);
      case Add add -> node.inputs().size() == 2;
      default -> false;
    };
  }
}
