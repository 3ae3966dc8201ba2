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

  /** What is wrong with the graph; empty where nothing is. */
  public static List<String> verify(Graph graph) {
    Verifier verifier = new Verifier(graph);
    verifier.nodes();
    verifier.names();
    verifier.sharing();
    verifier.results();
    return verifier.violations;
  }

  private void nodes() {
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      require(node.id() == i, node, () -> "is not at the place of its id " + node.id());
      if (inOrder(node) && arity(node)) {
        shape(node);
      }
    }
  }

  private boolean inOrder(Node node) {
    boolean ordered = node.inputs().stream().allMatch(in -> in >= 0 && in < node.id());
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

  /** Nodes with one place for parameters are alike; names below different places differ. */
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
    for (Graph.Output output : graph.outputs()) {
      boolean exists = output.node() >= 0 && output.node() < graph.nodes().size();
      if (!exists || graph.node(output.node()).training()) {
        violations.add("the output " + output.name() + " is no node of the inference path");
      }
    }
    for (Graph.Head head : graph.heads()) {
      if (head.node() < 0 || head.node() >= graph.nodes().size()) {
        violations.add("the head " + head.name() + " is no node");
      }
    }
  }

  private void require(boolean holds, Node node, Supplier<String> violation) {
    if (!holds) {
      violations.add("node " + node.id() + " (" + node.path() + ") " + violation.get());
    }
  }
}
