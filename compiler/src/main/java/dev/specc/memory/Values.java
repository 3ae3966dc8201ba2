package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.precision.Precision;
import dev.specc.precision.ValueTypes;
import java.util.List;

/**
 * The values of a step: those of nodes by their ids, and behind them a place for the cast of each,
 * which the script writes where a node takes the value in another type than it has. A stage casts a
 * value once, just before the first node that wants it.
 */
final class Values {
  private final Graph graph;
  private final int[] sources;
  private final long batch;
  private final Precision precision;
  private final ValueTypes types;

  /**
   * @param sources for each node, the node whose value is its own
   */
  Values(Graph graph, int[] sources, long batch, Precision precision) {
    this.graph = graph;
    this.sources = sources;
    this.batch = batch;
    this.precision = precision;
    this.types = ValueTypes.of(graph, precision);
  }

  /** How many there are at most. */
  int count() {
    return 2 * sources.length;
  }

  /** Of a node's result, and of its inputs as it takes them. */
  Precision type(Node node) {
    return types.of(node.id());
  }

  /** The type in which a node takes its parameters. */
  Precision typeOfParameters(Node node) {
    return types.ofParameters(node);
  }

  /** What a node reads, in the order of these values. */
  List<Integer> read(Node node, List<Integer> inputs) {
    return inputs.stream()
        .map(id -> types.of(id) == type(node) ? id : id + sources.length)
        .toList();
  }

  /** What a node reads. */
  List<Integer> read(Node node) {
    return read(node, node.inputs().stream().map(id -> sources[id]).toList());
  }

  boolean isCast(int value) {
    return value >= sources.length;
  }

  /** The node's value itself, or the one that is cast. */
  int uncast(int value) {
    return isCast(value) ? value - sources.length : value;
  }

  long bytes(int value) {
    int id = uncast(value);
    boolean low = (types.of(id) == Precision.FLOAT32) == isCast(value);
    return Bytes.of(graph.node(id).output().elements(), batch, low ? precision : Precision.FLOAT32);
  }
}
