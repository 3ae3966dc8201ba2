package dev.specc.verify;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Inference;
import dev.specc.op.Op;
import dev.specc.op.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks a finished graph without looking at how it was made: order, arity, names, sharing, and
 * every shape derived again. A violation is a mistake of specc, never of the user.
 */
public final class Verifier {
  private final Graph graph;
  private final List<String> violations = new ArrayList<>();

  private Verifier(Graph graph) {
    this.graph = graph;
  }

  /**
   * Ends everything where a graph is inconsistent.
   *
   * @param spec the name of the spec that it was made from
   * @throws InconsistentGraphException if it is
   */
  public static void require(Graph graph, String spec) {
    List<String> violations = verify(graph);
    if (!violations.isEmpty()) {
      throw new InconsistentGraphException(spec, graph.variant(), violations);
    }
  }

  /** What is wrong with the graph; empty where nothing is. */
  public static List<String> verify(Graph graph) {
    Verifier verifier = new Verifier(graph);
    verifier.nodes();
    verifier.names();
    verifier.results();
    if (verifier.violations.isEmpty()) { // parameters follow from shapes, which are right so far
      verifier.sharing();
      verifier.parameterNames();
    }
    return List.copyOf(verifier.violations);
  }

  private void nodes() {
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      require(node.id() == i, node, () -> "is not at the place of its id " + node.id());
      if (inOrder(node, i) && arity(node)) {
        shape(node);
      }
    }
  }

  private boolean inOrder(Node node, int place) {
    boolean ordered = node.inputs().stream().allMatch(in -> in >= 0 && in < place);
    require(ordered, node, () -> "takes " + node.inputs() + ", which do not all come before it");
    boolean trains =
        ordered
            && !node.training()
            && node.inputs().stream().anyMatch(in -> graph.node(in).training());
    require(!trains, node, () -> "runs in evaluation and depends on a training-only node");
    return ordered;
  }

  private boolean arity(Node node) {
    int count = node.inputs().size();
    Op op = node.op();
    boolean fits = op.arity() < 0 ? count >= 2 : count == op.arity();
    require(fits, node, () -> "has " + count + " inputs, which " + op.name() + " does not take");
    return fits;
  }

  private void shape(Node node) {
    switch (node.op().infer(graph.inputShapes(node))) {
      case Inference.Output output ->
          require(
              output.shape().equals(node.output()),
              node,
              () -> "has shape " + node.output() + ", derived again it is " + output.shape());
      case Inference.Failure failure ->
          require(false, node, () -> "cannot run: " + failure.message());
    }
  }

  private void names() {
    Set<String> paths = HashSet.newHashSet(graph.nodes().size());
    for (Node node : graph.nodes()) {
      require(!node.path().isEmpty(), node, () -> "has no path");
      require(paths.add(node.path()), node, () -> "shares its path with another node");
    }
  }

  /** Each full name is one place's: back ends find a parameter by it. */
  private void parameterNames() {
    Map<String, String> places = HashMap.newHashMap(graph.nodes().size());
    for (Node node : graph.nodes()) {
      for (ParameterSpec parameter : graph.parameters(node)) {
        String name = node.parameterName(parameter);
        String first = places.putIfAbsent(name, node.parameterPath());
        require(
            first == null || first.equals(node.parameterPath()),
            node,
            () -> "has a parameter `" + name + "`, which another layer has, too");
      }
    }
  }

  /** Nodes with one place for parameters are alike. */
  private void sharing() {
    Map<String, Node> owners = HashMap.newHashMap(graph.nodes().size());
    for (Node node : graph.nodes()) {
      List<ParameterSpec> parameters = graph.parameters(node);
      Node owner = parameters.isEmpty() ? null : owners.putIfAbsent(node.parameterPath(), node);
      if (owner != null) {
        require(
            owner.op().equals(node.op()),
            node,
            () -> "shares parameters with a node of another op");
        require(
            graph.parameters(owner).equals(parameters),
            node,
            () -> "shares parameters of other shapes");
      }
    }
  }

  private void results() {
    if (graph.outputs().isEmpty()) {
      violations.add("the graph has no output");
    }
    Set<String> names = new HashSet<>();
    for (Graph.Output output : graph.outputs()) {
      if (!exists(output.node()) || graph.node(output.node()).training()) {
        violations.add("the output " + output.name() + " is no node of the inference path");
      }
      if (!names.add(output.name())) {
        violations.add("two outputs have the name " + output.name());
      }
    }
    Set<String> heads = new HashSet<>();
    for (Graph.Head head : graph.heads()) {
      if (!exists(head.node())) {
        violations.add("the head " + head.name() + " is no node");
      }
      if (!heads.add(head.name())) {
        violations.add("two heads have the name " + head.name());
      }
    }
  }

  private boolean exists(int node) {
    return node >= 0 && node < graph.nodes().size();
  }

  private void require(boolean holds, Node node, Supplier<String> violation) {
    if (!holds) {
      violations.add("node " + node.id() + " (" + node.path() + ") " + violation.get());
    }
  }
}
