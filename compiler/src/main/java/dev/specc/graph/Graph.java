package dev.specc.graph;

import dev.specc.op.Input;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network: nodes in an order in which each follows its inputs, every value defined once.
 *
 * @param name the spec's name
 * @param variant the variant's name, empty where the spec has none
 * @param nodes inputs first
 * @param outputs the results; one, unless the spec names several
 * @param heads auxiliary results, which count in training only
 */
public record Graph(
    String name, String variant, List<Node> nodes, List<Output> outputs, List<Head> heads) {

  /** A result by name. A spec without {@code outputs} has one, named {@code output}. */
  public record Output(String name, int node) {}

  /** An auxiliary result with the weight of its loss. */
  public record Head(String name, int node, double weight) {}

  public Graph {
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
    heads = List.copyOf(heads);
  }

  /** {@code resnet#resnet50}: a spec, by name or file, with a variant that may have no name. */
  public static String title(String spec, String variant) {
    return variant.isEmpty() ? spec : spec + "#" + variant;
  }

  /** The spec's name with the variant's. */
  public String title() {
    return title(name, variant);
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  /** The nodes that stand for the net's inputs. */
  public List<Node> inputs() {
    return nodes.stream().filter(n -> n.op() instanceof Input).toList();
  }

  /** The nodes that compute: all but the inputs. */
  public List<Node> layers() {
    return nodes.stream().filter(n -> !(n.op() instanceof Input)).toList();
  }

  /** The shape of the first output for one example. */
  public Shape outputShape() {
    return nodes.get(outputs.getFirst().node()).output();
  }

  /** The shapes that arrive at a node. */
  public List<Shape> inputShapes(Node node) {
    List<Shape> shapes = new ArrayList<>(node.inputs().size());
    for (int input : node.inputs()) {
      shapes.add(nodes.get(input).output());
    }
    return shapes;
  }

  /** What one node owns, shared or not. */
  public List<ParameterSpec> parameters(Node node) {
    return node.op().parameters(inputShapes(node));
  }

  /** Every parameter and buffer once, by full name, in the order of the nodes. */
  public Map<String, ParameterSpec> parameters() {
    Map<String, ParameterSpec> all = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (ParameterSpec parameter : parameters(node)) {
        all.putIfAbsent(node.parameterName(parameter), parameter);
      }
    }
    return all;
  }

  /** Multiply-accumulates of one node for one example. */
  public long macs(Node node) {
    return node.op().macs(inputShapes(node), node.output());
  }
}
