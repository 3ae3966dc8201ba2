package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.script.BackwardCall.Trace;
import dev.specc.op.Conv;
import dev.specc.precision.Precision;
import dev.specc.schedule.Stage;
import dev.specc.schedule.Stages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Forward and backward pass in stages, which go back in reverse. Most derivatives are written here,
 * and run unrecorded; autograd records and differentiates the stages between. What it takes from
 * another stage, or gives to one, is detached, so that each has a backward pass of its own. A stage
 * that is rebuilt begins its backward pass by running again, but for its convolution, whose
 * gradients can be had without its result.
 */
final class StagedSource {
  private final Graph graph;
  private final ForwardSource nodes;
  private final StepSource step;
  private final Stages stages;

  /** The values of recorded stages, by node; readers in other stages have them detached. */
  private final Map<Integer, String> recorded = new HashMap<>();

  /** Of the nodes whose derivatives are written. */
  private final Map<Integer, Trace> traces = new HashMap<>();

  private final GradientSums<Integer> values;
  private final GradientSums<String> parameters;

  /**
   * @param nodes that has written nothing
   */
  StagedSource(Graph graph, ForwardSource nodes, StepSource step) {
    this.graph = graph;
    this.nodes = nodes;
    this.step = step;
    this.stages = nodes.stages();
    this.values = new GradientSums<>(nodes);
    this.parameters = new GradientSums<>(nodes);
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
    record(false);
    stages.list().forEach(this::run);
    nodes.countBatches();
    record(true);
    List<Integer> ends = results();
    forward.addAll(taken());
    if (!ends.isEmpty()) {
      differentiate(List.of(step.differentiated()), List.of(), ends, List.of());
    }
    record(false);
    stages.list().reversed().forEach(this::runBack);
    List<String> found = step.trained().stream().map(this::gradientOf).toList();
    return new StepSource.Passes(
        forward, taken(), "annotate(List[Tensor], [" + String.join(", ", found) + "])");
  }

  private String gradientOf(String parameter) {
    return parameters
        .of(parameter)
        .orElseThrow(() -> new IllegalStateException("no gradient of " + parameter))
        .variable();
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
    say("torch.set_grad_enabled(" + Call.bool(on) + ")");
  }

  private void run(Stage stage) {
    nodes.forgetCasts();
    switch (stage) {
      case Stage.Written written -> written.nodes().forEach(node -> trace(node, false));
      case Stage.Rebuilt rebuilt -> rebuilt.nodes().forEach(node -> trace(node, false));
      case Stage.Recorded unwritten -> {
        record(true);
        unwritten.nodes().forEach(nodes::write);
        record(false);
        stages.outputs(unwritten).forEach(id -> recorded.put(id, nodes.variable(id)));
      }
    }
    stages.outputs(stage).forEach(this::detach);
  }

  private void trace(Node node, boolean again) {
    Call call = nodes.newCall(node, again);
    if (stages.learns(node.id())) {
      traces.put(node.id(), new Trace(call, BackwardSource.forward(node, call, nodes)));
    } else {
      nodes.write(node, call);
    }
  }

  private void detach(int id) {
    String value = nodes.variable(id);
    String detached = nodes.unused(value + "_detached");
    say(detached + " = torch.requires_grad_(torch.detach(" + value + "), True)");
    nodes.readFrom(id, detached);
  }

  /** Names the results as the loss does; those by which it has gradients are returned. */
  private List<Integer> results() {
    Set<Integer> ends = new LinkedHashSet<>();
    List<Integer> ids = nodes.results();
    List<String> names = step.results();
    nodes.forgetCasts();
    for (int i = 0; i < names.size(); i++) {
      say(names.get(i) + " = " + nodes.value(ids.get(i), Precision.FLOAT32));
      boolean counts = i == 0 || i >= graph.outputs().size();
      if (counts && nodes.learns(ids.get(i))) {
        ends.add(ids.get(i));
      }
    }
    return List.copyOf(ends);
  }

  private void runBack(Stage stage) {
    switch (stage) {
      case Stage.Written written -> written.nodes().reversed().forEach(this::runBack);
      case Stage.Recorded unwritten -> runBack(unwritten);
      case Stage.Rebuilt rebuilt -> runBack(rebuilt);
    }
  }

  /** What leaves a stage for a result alone by which the loss has no gradient has none either. */
  private void runBack(Stage.Recorded stage) {
    List<Integer> outputs =
        stages.outputs(stage).stream().filter(id -> values.of(id).isPresent()).toList();
    if (!outputs.isEmpty()) {
      differentiate(
          outputs.stream().map(recorded::get).toList(),
          outputs.stream().map(id -> values.of(id).orElseThrow().variable()).toList(),
          stages.inputs(stage),
          parameters(stage.nodes()));
    }
  }

  private void runBack(Stage.Rebuilt stage) {
    Node node = stage.conv();
    if (values.of(node.id()).isPresent()) {
      nodes.forgetCasts();
      stage.values().forEach(value -> trace(value, true));
      Call call = nodes.call(node, nodes.unused(nodes.variable(node.id()) + "_again"), true);
      List<String> reads = BackwardSource.reads((Conv) node.op(), call, nodes);
      traces.put(node.id(), new Trace(call, reads));
      stage.nodes().reversed().forEach(this::runBack);
    }
  }

  private void runBack(Node node) {
    Optional<Gradient> gradient = values.of(node.id());
    if (gradient.isPresent() && stages.learns(node.id())) {
      BackwardSource.backward(
          node.op(),
          new BackwardCall(
              graph,
              nodes,
              node,
              traces.get(node.id()),
              gradient.orElseThrow(),
              values,
              parameters));
    }
  }

  private List<String> parameters(List<Node> of) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : of) {
      if (stages.learns(node.id())) {
        graph.parameters(node).stream()
            .filter(parameter -> parameter.kind().isTrained())
            .forEach(parameter -> names.add(node.parameterName(parameter)));
      }
    }
    return List.copyOf(names);
  }

  /**
   * Adds to the gradients of values and parameters, as autograd gives them.
   *
   * @param ends variables
   * @param given the gradients of the ends; none for that of a number
   */
  private void differentiate(
      List<String> ends, List<String> given, List<Integer> byValues, List<String> byParameters) {
    List<String> by = new ArrayList<>();
    byValues.forEach(id -> by.add(nodes.variable(id)));
    byParameters.forEach(name -> by.add(nodes.parameter(name)));
    String gradients =
        given.isEmpty()
            ? "None"
            : "annotate(List[Optional[Tensor]], [" + String.join(", ", given) + "])";
    String found = nodes.unused("found");
    say(
        "%s = torch.grad([%s], [%s], %s, None, False, False)"
            .formatted(found, String.join(", ", ends), String.join(", ", by), gradients));
    byValues.forEach(id -> values.add(id, found(found, by.indexOf(nodes.variable(id)))));
    byParameters.forEach(
        name -> parameters.add(name, found(found, by.indexOf(nodes.parameter(name)))));
  }

  /** How autograd's gradients lie, and who else has them, is not known. */
  private Gradient found(String list, int index) {
    String gradient = nodes.unused("gradient");
    say("%s = unchecked_cast(Tensor, %s[%d])".formatted(gradient, list, index));
    return new Gradient(gradient, false, false);
  }
}
