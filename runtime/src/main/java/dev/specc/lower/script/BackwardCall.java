package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.schedule.Derivatives;
import java.util.List;
import java.util.stream.Stream;

/** One node's backward pass about to be written: what it reads, and where its gradients go. */
final class BackwardCall {
  private final Graph graph;
  private final ForwardSource nodes;
  private final Node node;
  private final Trace trace;
  private final Gradient gradient;
  private final GradientSums<Integer> values;
  private final GradientSums<String> parameters;

  /**
   * What is known of the forward pass.
   *
   * @param kept variables besides inputs and result, which {@link BackwardSource#forward} names
   */
  record Trace(Call call, List<String> kept) {}

  /**
   * @param gradient of the node's value
   * @param values for the gradients of inputs, by node
   * @param parameters for those of parameters, by name
   */
  BackwardCall(
      Graph graph,
      ForwardSource nodes,
      Node node,
      Trace trace,
      Gradient gradient,
      GradientSums<Integer> values,
      GradientSums<String> parameters) {
    this.graph = graph;
    this.nodes = nodes;
    this.node = node;
    this.trace = trace;
    this.gradient = gradient;
    this.values = values;
    this.parameters = parameters;
  }

  /** As the node ran. */
  Call call() {
    return trace.call;
  }

  /** The first input. */
  String x() {
    return trace.call.x();
  }

  String result() {
    return trace.call.name();
  }

  String kept(int i) {
    return trace.kept.get(i);
  }

  /** Of the result. */
  Gradient gradient() {
    return gradient;
  }

  /** The variable of the result's gradient. */
  String g() {
    return gradient.variable();
  }

  /** The result's gradient as an array of its own. */
  String denseGradient() {
    if (gradient.dense()) {
      return g();
    }
    return let("dense", nodes.options().dense(g(), node.output()));
  }

  /** Whether the derivative goes over the result's gradient. */
  boolean goesOver() {
    return Derivatives.goOver(node.op()) && gradient.own() && gradient.dense();
  }

  /** The shapes of the inputs for one example, in the order in which the call takes them. */
  List<Shape> shapes() {
    return nodes.inputs(node).stream().map(id -> graph.node(id).output()).toList();
  }

  /** Of the result, for one example. */
  Shape shape() {
    return node.output();
  }

  ScriptOptions options() {
    return nodes.options();
  }

  /** Whether the loss has a gradient by the input. */
  boolean learns(int input) {
    return nodes.learns(nodes.inputs(node).get(input));
  }

  /** Gives an intermediate value a name of its own. */
  String let(String suffix, String expression) {
    return trace.call.let(suffix, expression);
  }

  /** Gives three values names of their own. */
  List<String> letThree(String suffixes, String expression) {
    List<String> names = Stream.of(suffixes.split(" ")).map(trace.call::unused).toList();
    trace.call.say(String.join(", ", names) + ",", expression);
    return names;
  }

  /** The first input's gradient, new. */
  void give(String expression) {
    if (learns(0)) {
      give(0, Gradient.fresh(let("gradient", expression)));
    }
  }

  /** Where an input learns, its gradient; in the type of the node, which need not be its own. */
  void give(int input, Gradient of) {
    if (learns(input)) {
      int id = nodes.inputs(node).get(input);
      values.add(id, cast(of, nodes.type(node.id()), nodes.type(id)));
    }
  }

  /** A parameter's gradient, new. */
  void giveParameter(int index, String variable) {
    ParameterSpec parameter = graph.parameters(node).get(index);
    parameters.add(
        node.parameterName(parameter),
        cast(Gradient.fresh(variable), nodes.typeOfParameters(node), Precision.FLOAT32));
  }

  private Gradient cast(Gradient of, Precision from, Precision to) {
    return from == to ? of : Gradient.fresh(let("gradient", ScriptOptions.cast(of.variable(), to)));
  }
}
