package dev.specc.lower.blocks;

import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Inference;
import dev.specc.op.Input;
import java.util.ArrayList;
import java.util.List;

/** The shapes of a graph's inputs, and of its outputs for inputs of other sizes. */
final class OutputShapes {
  private OutputShapes() {}

  /**
   * The outputs' shapes, with the batch.
   *
   * @throws IllegalArgumentException if the net does not take such inputs
   */
  static Shape[] of(Graph graph, Shape[] inputs) {
    List<Node> inputNodes = graph.inputs();
    if (inputs.length != inputNodes.size()) {
      throw new IllegalArgumentException(
          graph.name() + " takes " + inputNodes.size() + " inputs, not " + inputs.length);
    }
    long batch = inputs[0].get(0);
    List<dev.specc.op.Shape> shapes = new ArrayList<>();
    int given = 0;
    for (Node node : graph.nodes()) {
      shapes.add(
          node.op() instanceof Input
              ? input(node, inputs[given++])
              : infer(graph, node, node.inputs().stream().map(shapes::get).toList()));
    }
    return graph.outputs().stream()
        .map(output -> withBatch(batch, shapes.get(output.node())))
        .toArray(Shape[]::new);
  }

  /** The shapes that the spec gives the inputs, with a batch of one. */
  static Shape[] inputs(Graph graph) {
    return graph.inputs().stream().map(n -> withBatch(1, n.output())).toArray(Shape[]::new);
  }

  private static dev.specc.op.Shape input(Node node, Shape given) {
    dev.specc.op.Shape expected = node.output();
    if (given.dimension() != expected.rank() + 1 || given.get(1) != expected.channels()) {
      throw new IllegalArgumentException(
          node.path() + " takes [N, ...] of " + expected + ", not " + given);
    }
    return dev.specc.op.Shape.of(given.slice(1).getShape());
  }

  private static dev.specc.op.Shape infer(Graph graph, Node node, List<dev.specc.op.Shape> inputs) {
    dev.specc.op.Shape output =
        switch (node.op().infer(inputs)) {
          case Inference.Output inferred -> inferred.shape();
          case Inference.Failure failure ->
              throw new IllegalArgumentException(node.path() + ": " + failure.message());
        };
    if (!node.op().parameters(inputs).equals(graph.parameters(node))) {
      throw new IllegalArgumentException(
          node.path() + " was built for " + graph.inputShapes(node) + ", not " + inputs);
    }
    return output;
  }

  private static Shape withBatch(long batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }
}
