package dev.specc.analyse;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.ParameterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a graph costs, node by node and in total.
 *
 * @param parameters trained parameters, those of auxiliary heads included
 * @param buffers elements of buffers: running statistics and counts
 * @param macs multiply-accumulates of convolutions and linear layers for one example on the
 *     inference path, as the papers count them
 * @param activationBytes of all results for one example in float32, as training keeps them
 * @param peakBytes of activations alive at once in inference, for one example in float32
 */
public record Analysis(
    Graph graph,
    List<Row> rows,
    long parameters,
    long buffers,
    long macs,
    long activationBytes,
    long peakBytes) {
  public Analysis {
    rows = List.copyOf(rows);
  }

  public static Analysis of(Graph graph) {
    Set<String> counted = HashSet.newHashSet(graph.nodes().size());
    Liveness liveness = Liveness.of(graph);
    List<ReceptiveField> fields = ReceptiveField.of(graph);
    List<Row> rows = new ArrayList<>();
    for (Node node : graph.layers()) {
      rows.add(row(graph, node, counted, liveness, fields.get(node.id())));
    }
    return new Analysis(
        graph,
        rows,
        rows.stream().mapToLong(Row::parameters).sum(),
        rows.stream().mapToLong(Row::buffers).sum(),
        rows.stream().mapToLong(Row::macs).sum(),
        liveness.total(),
        liveness.peak());
  }

  /** Floating-point operations for one example: two for each multiply-accumulate. */
  public long flops() {
    return 2 * macs;
  }

  private static Row row(
      Graph graph, Node node, Set<String> counted, Liveness liveness, ReceptiveField field) {
    long trained = 0;
    long buffers = 0;
    List<ParameterSpec> parameters = graph.parameters(node);
    if (!parameters.isEmpty() && counted.add(node.parameterPath())) {
      for (ParameterSpec parameter : parameters) {
        trained += parameter.kind().isTrained() ? parameter.elements() : 0;
        buffers += parameter.kind().isTrained() ? 0 : parameter.elements();
      }
    }
    return new Row(
        node.path(),
        node.op().name(),
        node.inputs().stream().map(in -> graph.node(in).path()).toList(),
        node.output(),
        trained,
        buffers,
        node.training() ? 0 : graph.macs(node),
        liveness.added()[node.id()],
        liveness.alive()[node.id()],
        field,
        node.origin().span());
  }

  /**
   * The rows with everything below a depth of the paths as one: a group has the output of its last
   * node.
   */
  public List<Row> folded(int depth) {
    List<Row> folded = new ArrayList<>();
    List<Row> group = new ArrayList<>();
    String current = "";
    for (Row row : rows) {
      String prefix = prefix(row.path(), depth);
      if (!group.isEmpty() && !prefix.equals(current)) {
        folded.add(merged(current, group));
        group.clear();
      }
      current = prefix;
      group.add(row);
    }
    if (!group.isEmpty()) {
      folded.add(merged(current, group));
    }
    return folded;
  }

  private static String prefix(String path, int depth) {
    int end = -1;
    for (int level = 0; level < depth; level++) {
      end = path.indexOf('.', end + 1);
      if (end < 0) {
        return path;
      }
    }
    return path.substring(0, end);
  }

  private static Row merged(String path, List<Row> group) {
    Row last = group.getLast();
    if (group.size() == 1 && last.path().equals(path)) {
      return last;
    }
    return new Row(
        path,
        group.size() + (group.size() == 1 ? " op" : " ops"),
        group.getFirst().inputs(),
        last.output(),
        group.stream().mapToLong(Row::parameters).sum(),
        group.stream().mapToLong(Row::buffers).sum(),
        group.stream().mapToLong(Row::macs).sum(),
        group.stream().mapToLong(Row::activationBytes).sum(),
        group.stream().mapToLong(Row::liveBytes).max().orElse(0),
        last.field(),
        group.getFirst().place());
  }
}
