package dev.specc.lower.blocks;

import ai.djl.nn.Parameter;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Input;
import dev.specc.op.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The order in which a graph's nodes run, in training or in inference. Nodes that no result needs
 * do not run; nodes that do nothing are bypassed.
 *
 * @param inputs the ids of the graph's inputs
 * @param steps the nodes that run
 * @param results the ids of the values to return
 * @param batchCounts the counters of batches, once for each time that they count
 */
record Plan(
    List<Integer> inputs, List<Step> steps, List<Integer> results, List<Parameter> batchCounts) {
  /**
   * One node.
   *
   * @param inputs the ids of the values it takes
   * @param dropped the ids of the values that no later step takes
   */
  record Step(Node node, Layer layer, int[] inputs, Parameter[] parameters, int[] dropped) {}

  static Plan of(Graph graph, Map<String, Parameter> parameters, boolean training) {
    return new Planner(graph, parameters, training).plan();
  }

  /** Works out a plan from the results backwards. */
  private static final class Planner {
    private final Graph graph;
    private final Map<String, Parameter> parameters;
    private final boolean training;

    /** For each node, the node whose value is its own: another one where it passes it through. */
    private final int[] sources;

    Planner(Graph graph, Map<String, Parameter> parameters, boolean training) {
      this.graph = graph;
      this.parameters = parameters;
      this.training = training;
      this.sources = new int[graph.nodes().size()];
      for (Node node : graph.nodes()) {
        boolean passes = Lowering.passesThrough(node.op(), training);
        sources[node.id()] = passes ? sources[node.inputs().getFirst()] : node.id();
      }
    }

    Plan plan() {
      List<Integer> inputs = graph.inputs().stream().map(Node::id).toList();
      List<Integer> results = results();
      BitSet kept = new BitSet();
      inputs.forEach(kept::set);
      results.forEach(kept::set);
      BitSet needed = (BitSet) kept.clone();
      List<Step> backwards = new ArrayList<>();
      for (Node node : graph.nodes().reversed()) {
        if (needed.get(node.id()) && !(node.op() instanceof Input)) {
          backwards.add(step(node, needed));
        }
      }
      List<Step> steps = List.copyOf(backwards.reversed());
      return new Plan(inputs, steps, results, batchCounts(steps));
    }

    private List<Integer> results() {
      List<Integer> results = new ArrayList<>();
      graph.outputs().forEach(output -> results.add(sources[output.node()]));
      if (training) {
        graph.heads().forEach(head -> results.add(sources[head.node()]));
      }
      return List.copyOf(results);
    }

    /** Going backwards, the first step seen to take a value is the last to use it. */
    private Step step(Node node, BitSet needed) {
      int[] inputs = node.inputs().stream().mapToInt(id -> sources[id]).toArray();
      int[] dropped = Arrays.stream(inputs).distinct().filter(id -> !needed.get(id)).toArray();
      Arrays.stream(inputs).forEach(needed::set);
      Layer layer = Lowering.lower(node.op(), graph.inputShapes(node), training);
      return new Step(node, layer, inputs, owned(node), dropped);
    }

    private Parameter[] owned(Node node) {
      return graph.parameters(node).stream()
          .map(spec -> parameters.get(node.parameterName(spec)))
          .toArray(Parameter[]::new);
    }

    private List<Parameter> batchCounts(List<Step> steps) {
      List<Parameter> counts = new ArrayList<>();
      for (Step step : training ? steps : List.<Step>of()) {
        for (ParameterSpec spec : graph.parameters(step.node())) {
          if (spec.kind() == ParameterSpec.Kind.BATCH_COUNT) {
            counts.add(parameters.get(step.node().parameterName(spec)));
          }
        }
      }
      return counts;
    }
  }
}
