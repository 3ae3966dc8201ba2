package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.precision.Precision;
import dev.specc.schedule.Stage;
import dev.specc.schedule.Stages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Forward and backward pass in stages, for TorchScript has no torch.utils.checkpoint. What passes
 * from one stage to another is detached, so that each has a backward pass of its own; they run in
 * reverse, and gradients of what several stages read are summed up here. A stage that is rebuilt
 * runs unrecorded, and is recorded when its backward pass begins; its convolution does not run
 * again, since its gradients can be had without its result.
 */
final class StagedSource {
  private final Graph graph;
  private final ForwardSource nodes;
  private final StepSource step;
  private final Stages stages;

  /** The recorded values of stages, by node; readers in other stages have them detached. */
  private final Map<Integer, String> recorded = new HashMap<>();

  /** Sums so far: by the variables of values, and by the expressions of parameters. */
  private final Map<String, String> gradients = new HashMap<>();

  /** Of which gradients the memory is no one else's. */
  private final Set<String> own = new HashSet<>();

  private boolean recording;

  /**
   * @param nodes that has written nothing
   */
  StagedSource(Graph graph, ForwardSource nodes, StepSource step) {
    this.graph = graph;
    this.nodes = nodes;
    this.step = step;
    this.stages = nodes.stages();
    step.taken().forEach(nodes::unused);
  }

  StepSource.Passes passes() {
    List<String> given = step.inputs().toList();
    List<Node> inputs = graph.inputs();
    inputs.forEach(nodes::input);
    List<String> forward = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      forward.add(nodes.argument(inputs.get(i)) + " = " + given.get(i));
    }
    record(true);
    stages.list().forEach(this::run);
    nodes.countBatches();
    record(true);
    Set<String> ends = results();
    forward.addAll(taken());
    if (!ends.isEmpty()) {
      differentiate(List.of(step.differentiated()), List.of(), List.copyOf(ends));
    }
    stages.list().reversed().forEach(this::runBack);
    List<String> found = step.trained().stream().map(this::gradientOf).toList();
    return new StepSource.Passes(
        forward, taken(), "annotate(List[Optional[Tensor]], [" + String.join(", ", found) + "])");
  }

  private String gradientOf(String parameter) {
    String gradient = gradients.get(nodes.parameter(parameter));
    if (gradient == null) {
      throw new IllegalStateException("no gradient of " + parameter);
    }
    return gradient;
  }

  /** The statements since the last call. */
  private List<String> taken() {
    List<String> statements = List.copyOf(nodes.statements());
    nodes.statements().clear();
    return statements;
  }

  private void say(String statement) {
    nodes.statements().add(statement);
  }

  private void record(boolean on) {
    if (on != recording) {
      say("torch.set_grad_enabled(" + Call.bool(on) + ")");
      recording = on;
    }
  }

  private void run(Stage stage) {
    record(stage instanceof Stage.Kept);
    nodes.forgetCasts();
    stage.nodes().forEach(node -> nodes.write(node, false));
    for (int id : stages.outputs(stage)) {
      String value = nodes.variable(id);
      String detached = nodes.unused(value + "_detached");
      say(detached + " = torch.requires_grad_(torch.detach(" + value + "), True)");
      recorded.put(id, value);
      nodes.readFrom(id, detached);
    }
  }

  /** Names the results as the loss does; those by which it has gradients are returned. */
  private Set<String> results() {
    Set<String> ends = new LinkedHashSet<>();
    List<Integer> ids = new ArrayList<>();
    graph.outputs().forEach(output -> ids.add(output.node()));
    graph.heads().forEach(head -> ids.add(head.node()));
    List<String> names = step.results(true);
    nodes.forgetCasts();
    for (int i = 0; i < names.size(); i++) {
      String value = nodes.variable(ids.get(i));
      say(names.get(i) + " = " + nodes.value(ids.get(i), Precision.FLOAT32));
      boolean counts = i == 0 || i >= graph.outputs().size();
      if (counts && nodes.learns(ids.get(i))) {
        ends.add(value);
      }
    }
    return ends;
  }

  /** What leaves a stage for a result alone by which the loss has no gradient has none either. */
  private void runBack(Stage stage) {
    List<Integer> outputs =
        stages.outputs(stage).stream()
            .filter(id -> gradients.containsKey(nodes.variable(id)))
            .toList();
    if (!outputs.isEmpty()) {
      switch (stage) {
        case Stage.Kept kept -> runBack(kept, outputs);
        case Stage.Rebuilt rebuilt -> runBack(rebuilt);
      }
    }
  }

  private void runBack(Stage.Kept stage, List<Integer> outputs) {
    List<String> by = inputs(stage);
    by.addAll(parameters(stage.nodes()));
    differentiate(
        outputs.stream().map(recorded::get).toList(),
        outputs.stream().map(id -> gradients.get(nodes.variable(id))).toList(),
        by);
  }

  private void runBack(Stage.Rebuilt stage) {
    Node node = stage.conv();
    String gradient = gradients.get(nodes.variable(node.id()));
    List<String> by = inputs(stage);
    by.addAll(parameters(stage.values()));
    record(true);
    nodes.forgetCasts();
    stage.values().forEach(value -> nodes.write(value, true));
    Conv conv = (Conv) node.op();
    Call call = nodes.call(node, nodes.unused(nodes.variable(node.id()) + "_again"), true);
    String input = call.let("input", WindowSource.convInput(conv, call));
    record(false);
    String all = nodes.unused(call.name() + "_gradients");
    boolean learns = !by.isEmpty();
    say(all + " = " + WindowSource.convBackward(conv, call, gradient, input, learns));
    String inputs = nodes.unused(call.name() + "_inputs");
    String weights = nodes.unused(call.name() + "_weights");
    String biases = nodes.unused(call.name() + "_biases");
    say("%s, %s, %s, = %s".formatted(inputs, weights, biases, all));
    String weight = parameter(node, 0);
    add(weight, "torch.type_as(%s, %s)".formatted(weights, weight));
    if (conv.bias()) {
      String bias = parameter(node, 1);
      add(bias, "torch.type_as(%s, %s)".formatted(biases, bias));
    }
    if (learns) {
      String whole = "torch.type_as(%s, %s)".formatted(inputs, input);
      differentiate(List.of(input), List.of(whole), by);
    }
  }

  /** The net's own, which may be cast for the call. */
  private String parameter(Node node, int index) {
    return nodes.parameter(node.parameterName(graph.parameters(node).get(index)));
  }

  private List<String> inputs(Stage stage) {
    return new ArrayList<>(stages.inputs(stage).stream().map(nodes::variable).toList());
  }

  private Set<String> parameters(List<Node> of) {
    Set<String> parameters = new LinkedHashSet<>();
    for (Node node : of) {
      if (stages.learns(node.id())) {
        graph.parameters(node).stream()
            .filter(parameter -> parameter.kind().isTrained())
            .forEach(p -> parameters.add(nodes.parameter(node.parameterName(p))));
      }
    }
    return parameters;
  }

  /**
   * Adds to the gradients of variables and parameters.
   *
   * @param given the gradients of the results; none for that of a number
   */
  private void differentiate(List<String> results, List<String> given, List<String> by) {
    String found = nodes.unused("found");
    String ends =
        given.isEmpty()
            ? "None"
            : "annotate(List[Optional[Tensor]], [" + String.join(", ", given) + "])";
    say(
        "%s = torch.grad([%s], [%s], %s, None, False, False)"
            .formatted(found, String.join(", ", results), String.join(", ", by), ends));
    for (int i = 0; i < by.size(); i++) {
      add(by.get(i), "unchecked_cast(Tensor, " + found + "[" + i + "])");
    }
  }

  /** The first may share its memory with others, and so is not written over. */
  private void add(String to, String gradient) {
    String sum = gradients.get(to);
    if (sum == null) {
      String first = nodes.unused("gradient");
      say(first + " = " + gradient);
      gradients.put(to, first);
    } else if (own.add(to)) {
      String second = nodes.unused("gradient");
      say("%s = torch.add(%s, %s)".formatted(second, sum, gradient));
      gradients.put(to, second);
    } else {
      say("%1$s = torch.add_(%1$s, %2$s)".formatted(sum, gradient));
    }
  }
}
