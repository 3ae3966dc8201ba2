package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import dev.specc.schedule.InPlace;
import dev.specc.schedule.Recompute;
import dev.specc.schedule.Stages;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The size of a graph before or after a pass.
 *
 * @param nodes that compute, those of heads included
 * @param parameters trained elements, shared ones once
 * @param buffers elements of running statistics and counts
 * @param macs multiply-accumulates for one example on the inference path
 * @param inPlace nodes that the script engine lets write over their input instead of into new
 *     memory; of those that run
 */
public record Counts(int nodes, long parameters, long buffers, long macs, int inPlace) {
  static Counts of(Graph graph, Purpose purpose) {
    return new Counts(
        graph.layers().size(),
        elements(graph, true),
        elements(graph, false),
        graph.nodes().stream().filter(node -> !node.training()).mapToLong(graph::macs).sum(),
        inPlace(graph, purpose));
  }

  private static long elements(Graph graph, boolean trained) {
    return graph.parameters().values().stream()
        .filter(parameter -> parameter.kind().isTrained() == trained)
        .mapToLong(ParameterSpec::elements)
        .sum();
  }

  /** Of the nodes as engines run them, which bypass what does nothing and what nobody needs. */
  private static int inPlace(Graph graph, Purpose purpose) {
    Graph run = new PassThroughRemoval(purpose).apply(graph).graph();
    run = new DeadValueElimination(purpose).apply(run).graph();
    int count = run.nodes().size();
    BitSet all = new BitSet();
    all.set(0, count);
    int[] own = IntStream.range(0, count).toArray();
    Stages.Division division =
        switch (purpose) {
          case TRAINING -> Stages.written(Recompute.NONE);
          case INFERENCE -> Stages::recorded;
        };
    List<Integer> results = purpose.results(run);
    Stages stages = division.of(run, own, all, results);
    InPlace inPlace = InPlace.of(run, own, all, results, stages);
    return (int) run.nodes().stream().filter(inPlace::writesOverInput).count();
  }
}
