package dev.specc.lower.blocks;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.graph.Origin;
import dev.specc.op.Inference;
import dev.specc.op.Input;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** Writes graphs for tests, a node at a time. */
public final class Net {
  private static final Origin NOWHERE = new Origin(new SourceFile("test", "").span(0, 0), null);

  private final List<Node> nodes = new ArrayList<>();
  private final List<Graph.Head> heads = new ArrayList<>();

  public static Net of(Shape... inputs) {
    Net net = new Net();
    for (int i = 0; i < inputs.length; i++) {
      net.add("input" + i, "input" + i, false, new Input(inputs[i]));
    }
    return net;
  }

  /** Appends a node that takes the last one's result, or those of the nodes named. */
  public Net then(String path, Op op, String... from) {
    return add(path, path, false, op, from);
  }

  /** A node with the parameters of another one. */
  public Net sharing(String other, String path, Op op, String... from) {
    return add(path, other, false, op, from);
  }

  /** A node of an auxiliary head, and the head. */
  public Net head(String path, Op op, String from) {
    add(path, path, true, op, from);
    heads.add(new Graph.Head(path, nodes.size() - 1, 0.3));
    return this;
  }

  /** The graph with one output, the last node that is no head. */
  public Graph graph() {
    Node last = nodes.stream().filter(n -> !n.training()).reduce((a, b) -> b).orElseThrow();
    return graph(last.path());
  }

  public Graph graph(String... outputs) {
    List<Graph.Output> named = new ArrayList<>();
    for (String output : outputs) {
      named.add(new Graph.Output(output, id(output)));
    }
    return new Graph("test", "", nodes, named, heads);
  }

  private Net add(String path, String parameterPath, boolean training, Op op, String... from) {
    List<Integer> inputs = new ArrayList<>();
    for (String name : from) {
      inputs.add(id(name));
    }
    if (from.length == 0 && !(op instanceof Input)) {
      inputs.add(nodes.size() - 1);
    }
    List<Shape> shapes = inputs.stream().map(id -> nodes.get(id).output()).toList();
    Shape output = ((Inference.Output) op.infer(shapes)).shape();
    nodes.add(new Node(nodes.size(), path, op, inputs, output, parameterPath, training, NOWHERE));
    return this;
  }

  private int id(String path) {
    return nodes.stream().filter(n -> n.path().equals(path)).findFirst().orElseThrow().id();
  }
}
