package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.ParameterSpec;
import dev.specc.precision.Precision;
import dev.specc.precision.ValueTypes;
import dev.specc.schedule.InPlace;
import dev.specc.schedule.Recompute;
import dev.specc.schedule.Stages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forward pass of a graph, in training or in inference: a statement for each node that a result
 * needs, its value named after its path. TorchScript drops a value after its last use.
 */
final class ForwardSource {
  private final Graph graph;
  private final ScriptOptions options;
  private final ValueTypes types;
  private final boolean training;
  private final List<Integer> results;
  private final BitSet needed;
  private final Stages stages;
  private final InPlace inPlace;
  private final List<String> statements = new ArrayList<>();
  private final Set<Call.Helper> helpers = Call.noHelpers();
  private final Set<String> used = new HashSet<>();
  private final TensorReads tensors;
  private final String[] variables;
  private final Map<Integer, String> arguments = new HashMap<>();

  /** By the expression that is cast and the type it is cast to: a value is cast once. */
  private final Map<String, String> casts = new HashMap<>();

  /** For each node, the node whose value is its own: another one where it passes it through. */
  private final int[] sources;

  private ForwardSource(
      Graph graph,
      ModuleTree modules,
      ScriptOptions options,
      boolean training,
      Stages.Division division) {
    this.graph = graph;
    this.tensors = new TensorReads(modules, statements, used);
    this.options = options;
    this.types = ValueTypes.of(graph, options.precision());
    this.training = training;
    this.variables = new String[graph.nodes().size()];
    this.sources = new int[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      boolean passes = OpSource.passesThrough(node.op(), training);
      sources[node.id()] = passes ? sources[node.inputs().getFirst()] : node.id();
    }
    this.results = findResults();
    this.needed = needed();
    this.stages = division.of(graph, sources, needed, results);
    this.inPlace = InPlace.of(graph, sources, needed, results, stages);
  }

  /**
   * @param text the method
   * @param helpers other methods that it calls
   */
  record Method(String text, Set<Call.Helper> helpers) {}

  /** The method {@code forward}: as in inference. */
  static Method inference(Graph graph, ModuleTree modules, ScriptOptions options) {
    return new ForwardSource(graph, modules, options, false, Stages::recorded).method();
  }

  /**
   * What a training step runs, with nothing written yet: batch norms take the batch's statistics
   * and move the running ones, dropouts drop, and heads are results after the outputs.
   */
  static ForwardSource training(
      Graph graph, ModuleTree modules, ScriptOptions options, Recompute recompute) {
    return new ForwardSource(graph, modules, options, true, Stages.written(recompute));
  }

  private Method method() {
    graph.inputs().forEach(this::input);
    stages.list().forEach(stage -> stage.nodes().forEach(this::write));
    List<String> returned = results.stream().map(id -> value(id, Precision.FLOAT32)).toList();
    String text =
        """
          def forward(self: __torch__.%s%s) -> %s:
        %s    return %s
        """
            .formatted(
                ModuleTree.ROOT,
                graph.inputs().stream()
                    .map(input -> ",\n      " + arguments.get(input.id()) + ": Tensor")
                    .collect(joining()),
                tuple(returned.stream().map(r -> "Tensor").toList(), "Tuple[%s]"),
                statements.stream().map(s -> "    " + s + "\n").collect(joining()),
                tuple(returned, "(%s)"));
    return new Method(text, helpers);
  }

  private static String tuple(List<String> parts, String several) {
    return parts.size() == 1 ? parts.getFirst() : several.formatted(String.join(", ", parts));
  }

  private List<Integer> findResults() {
    List<Integer> results = new ArrayList<>();
    graph.outputs().forEach(output -> results.add(sources[output.node()]));
    if (training) {
      graph.heads().forEach(head -> results.add(sources[head.node()]));
    }
    return results;
  }

  private BitSet needed() {
    BitSet needed = new BitSet();
    results.forEach(needed::set);
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id())) {
        node.inputs().forEach(id -> needed.set(sources[id]));
      }
    }
    return needed;
  }

  void input(Node node) {
    String argument = Identifiers.variable(node.path(), used);
    arguments.put(node.id(), argument);
    variables[node.id()] = argument;
    MemoryFormat format = options.format();
    if (format != MemoryFormat.CONTIGUOUS && node.output().isMap()) {
      variables[node.id()] = Identifiers.variable(node.path(), used);
      statements.add(
          "%s = torch.contiguous(%s, memory_format=%d)"
              .formatted(variables[node.id()], argument, ScriptOptions.code(format)));
    }
  }

  void write(Node node) {
    write(node, newCall(node, false));
  }

  void write(Node node, Call call) {
    String expression = expression(node, call);
    boolean over = inPlace.writesOverInput(node);
    statements.add(call.name() + " = " + (over ? inPlace(expression) : expression));
  }

  private String expression(Node node, Call call) {
    return node.op() instanceof BatchNorm norm && BatchNormSource.evaluatesWide(call, options)
        ? BatchNormSource.evaluation(norm, call)
        : OpSource.of(node.op(), call);
  }

  /** The nodes whose values a node reads, in the order in which its call takes them. */
  List<Integer> inputs(Node node) {
    return inPlace.inputs(node);
  }

  /** Of a node's value. */
  Precision type(int id) {
    return types.of(id);
  }

  /** In which a node takes its parameters. */
  Precision typeOfParameters(Node node) {
    return types.ofParameters(node);
  }

  ScriptOptions options() {
    return options;
  }

  /**
   * A call that gives the node's value a variable of its own, from which readers take it.
   *
   * @param again whether the node has run in this step, and must not move its statistics once more
   */
  Call newCall(Node node, boolean again) {
    Call call = call(node, Identifiers.variable(node.path(), used), again);
    variables[node.id()] = call.name();
    return call;
  }

  Call call(Node node, String variable, boolean again) {
    return new Call(
        variable,
        inputs(node).stream().map(id -> value(id, types.of(node.id()))).toList(),
        graph.inputShapes(node),
        graph.parameters(node).stream()
            .map(
                parameter ->
                    again && !parameter.kind().isTrained() ? "None" : parameter(node, parameter))
            .toList(),
        training,
        statements,
        used,
        helpers);
  }

  /** A value as a node of this type takes it. */
  String value(int id, Precision type) {
    String variable = variable(id);
    return types.of(id) == type ? variable : cast(variable, type, graph.node(id).path());
  }

  private String parameter(Node node, ParameterSpec parameter) {
    String expression = tensors.expression(node.parameterName(parameter));
    return types.ofParameters(node) == Precision.FLOAT32
        ? expression
        : cast(expression, types.ofParameters(node), node.parameterName(parameter));
  }

  /** Gradients flow through it, and are float32 again on the other side. */
  private String cast(String expression, Precision type, String name) {
    return casts.computeIfAbsent(
        expression + " " + type.word(),
        key -> {
          String variable = Identifiers.variable(name + "." + type.word(), used);
          statements.add(variable + " = " + ScriptOptions.cast(expression, type));
          return variable;
        });
  }

  /** What was cast so far is cast again: it was not recorded, or belongs to another stage. */
  void forgetCasts() {
    casts.clear();
  }

  /** The same call, writing over its first argument. */
  private static String inPlace(String call) {
    int bracket = call.indexOf('(');
    return call.substring(0, bracket) + "_" + call.substring(bracket);
  }

  void countBatches() {
    for (Node node : graph.nodes()) {
      for (ParameterSpec parameter : graph.parameters(node)) {
        if (parameter.kind() == ParameterSpec.Kind.BATCH_COUNT && needed.get(node.id())) {
          String count = tensors.expression(node.parameterName(parameter));
          statements.add("torch.add_(" + count + ", 1)");
        }
      }
    }
  }

  /** The nodes whose values are returned. */
  List<Integer> results() {
    return List.copyOf(results);
  }

  Stages stages() {
    return stages;
  }

  Set<Call.Helper> helpers() {
    return helpers;
  }

  /** What has been written so far. */
  List<String> statements() {
    return statements;
  }

  /** The argument of the method that is this input. */
  String argument(Node input) {
    return arguments.get(input.id());
  }

  /** The value of a node, or of the one that it passes through, where readers find it. */
  String variable(int id) {
    return variables[sources[id]];
  }

  /** From now on readers take the node's value from this variable. */
  void readFrom(int id, String variable) {
    variables[id] = variable;
  }

  /** Whether the loss has a gradient by a node's value. */
  boolean learns(int id) {
    return stages.learns(sources[id]);
  }

  /** The expression of a parameter. */
  String parameter(String name) {
    return tensors.expression(name);
  }

  /** A name for a variable that nobody has. */
  String unused(String wanted) {
    return Identifiers.unique(wanted, used);
  }
}
