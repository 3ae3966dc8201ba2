package dev.specc.fuzz;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.LayerScale;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;
import dev.specc.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph that computes with rounding of its own: a scale for each channel after every node, a
 * shift after functions that each library approximates, and sums of squares that are off by units
 * of them, since ONNX Runtime sums those up in another order than libtorch.
 */
final class PerturbedGraph {
  /** After the path of a node whose value is scaled by about 1. */
  static final String SCALED = "~";

  /** After the path of a node of which nothing is known: its scale is no number. */
  static final String NOTHING = "~~";

  private final Perturbed numbers;
  private final double[] largest;
  private final List<Node> nodes = new ArrayList<>();

  private PerturbedGraph(Perturbed numbers, double[] largest) {
    this.numbers = numbers;
    this.largest = largest;
  }

  /**
   * @param largest the largest element of each node's value
   */
  static Graph of(Graph graph, double[] largest, Perturbed numbers) {
    PerturbedGraph perturbed = new PerturbedGraph(numbers, largest);
    Map<Integer, Integer> moved = new HashMap<>();
    for (Node node : graph.nodes()) {
      moved.put(node.id(), perturbed.add(node, node.inputs().stream().map(moved::get).toList()));
    }
    return new Graph(
        graph.name(),
        graph.variant(),
        perturbed.nodes,
        graph.outputs().stream().map(o -> new Graph.Output(o.name(), moved.get(o.node()))).toList(),
        graph.heads().stream()
            .map(h -> new Graph.Head(h.name(), moved.get(h.node()), h.weight()))
            .toList());
  }

  /** The id of what its readers take. */
  private int add(Node node, List<Integer> inputs) {
    boolean channels = node.output().isMap() || node.output().rank() == 1;
    int id = add(node, op(node), inputs, node.path(), node.parameterPath());
    if (isApproximated(node.op())) {
      id =
          add(
              node,
              new Affine(1, numbers.unit()),
              List.of(id),
              node.path() + "~shift",
              node.path() + "~shift");
    }
    String path = node.path() + (isUnknown(node) ? NOTHING : SCALED);
    return channels ? add(node, new LayerScale(1), List.of(id), path, path) : id;
  }

  private int add(Node like, Op op, List<Integer> inputs, String path, String parameterPath) {
    int id = nodes.size();
    nodes.add(
        new Node(
            id, path, op, inputs, like.output(), parameterPath, like.training(), like.origin()));
    return id;
  }

  /**
   * Whether it is a norm of one value, where what is left of its difference from itself is
   * rounding; or no finite number, which may be another one elsewhere.
   */
  private boolean isUnknown(Node node) {
    return !Double.isFinite(largest[node.id()])
        || switch (node.op()) {
          case LayerNorm norm -> node.output().channels() == 1;
          case GroupNorm norm -> norm.groups() == node.output().elements();
          case Op other -> false;
        };
  }

  /** Whether it is a polynomial or a table in some library, whose error does not shrink with it. */
  private static boolean isApproximated(Op op) {
    return op instanceof Activation.Sigmoid
        || op instanceof Activation.Tanh
        || op instanceof Activation.Silu
        || op instanceof Activation.Gelu
        || op instanceof Activation.Elu;
  }

  private Op op(Node node) {
    return switch (node.op()) {
      case LayerNorm norm -> new LayerNorm(norm.eps() + squares(node), norm.affine());
      case LocalResponseNorm norm ->
          new LocalResponseNorm(
              norm.size(), norm.alpha(), norm.beta(), norm.k() + norm.alpha() * squares(node));
      case Op other -> other;
    };
  }

  private double squares(Node node) {
    double off = Perturbed.UNIT * Math.pow(largest[node.inputs().getFirst()], 2);
    return Double.isFinite(off) ? off : Float.MAX_VALUE;
  }
}
