package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Graph;
import dev.specc.memory.Processor;
import dev.specc.schedule.Recompute;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The methods that learn: loss, gradients and update in one call. */
final class StepSource {
  private static final String TYPE = ModuleTree.ROOT;

  private final Graph graph;
  private final LossSource loss;
  private final UpdateSource update;
  private final List<String> trained;
  private final Recompute recompute;
  private final ScriptOptions options;

  /** Whether a step looks at the loss before it updates. */
  private final boolean guards;

  StepSource(Graph graph, TrainingStep step, List<ParameterGroup> groups, ScriptOptions options) {
    this.graph = graph;
    this.loss = new LossSource(step.loss(), graph.heads());
    this.update = new UpdateSource(step.rule(), step.maxNorm(), groups, scalesLoss(options));
    this.trained = groups.stream().flatMap(group -> group.parameters().keySet().stream()).toList();
    this.recompute = step.recompute();
    this.options = options;
    // On a GPU that would wait for it. Where the loss is scaled, the update looks at the gradients.
    this.guards = options.processor() == Processor.CPU && !scalesLoss(options);
  }

  private static boolean scalesLoss(ScriptOptions options) {
    return options.precision().scalesLoss();
  }

  String update() {
    return update.methods(TYPE);
  }

  /** What the backward pass recomputes. */
  Recompute recompute() {
    return recompute;
  }

  /** The names of the parameters whose gradients are asked for, in the order of the list. */
  List<String> trained() {
    return trained;
  }

  /**
   * The way from the inputs to the gradients of the parameters.
   *
   * @param forward statements up to the variables of {@link #results}
   * @param backward statements that follow the loss
   * @param gradients an expression, a list of tensors
   */
  record Passes(List<String> forward, List<String> backward, String gradients) {}

  /** What the gradients are those of. */
  String differentiated() {
    return scaled() ? "torch.mul(loss, loss_scale)" : "loss";
  }

  /**
   * Loss, correct answers, and the gradient of the scaled loss for each parameter that learns.
   * Gradients whose memory has another order than their parameters' are copied one after the other.
   */
  String gradients(Passes passes) {
    return """
      def gradients(self: __torch__.%s%s) -> List[Tensor]:
    %s
    %s
    %s
        results = [torch.detach(loss), correct]
        gradients = %s
        for i in range(torch.len(gradients)):
          dense = torch.pop(gradients, 0)
          if torch.eq(torch.dim(dense), 4):
            dense = torch.contiguous(dense, memory_format=%d)
          else:
            dense = torch.contiguous(dense)
          torch.append(results, dense)
        torch.set_grad_enabled(False)
        return results
    """
        .formatted(
            TYPE,
            backwardInputs().map(name -> ",\n      " + name + ": Tensor").collect(joining()),
            indented(String.join("\n", passes.forward())),
            indented(String.join("\n", loss.training()) + "\n" + correct()),
            indented(String.join("\n", passes.backward())),
            passes.gradients(),
            ScriptOptions.code(options.format()));
  }

  /** A whole step; what it changes are its last arguments. */
  String step() {
    return """
      def step(self: __torch__.%s,%s
          learning_rate: float,
          momentum: float%s) -> List[Tensor]:
        results = (self).gradients(%s)
    %s
        return torch.slice(results, 0, 2, 1)
    """
        .formatted(
            TYPE,
            declared(Stream.concat(inputs(), loss.told().stream()).toList()),
            update.arguments().stream().map(",\n      "::concat).collect(joining()),
            backwardInputs().collect(joining(", ")),
            indented(updating()));
  }

  /** What gradients are made of. */
  private Stream<String> backwardInputs() {
    Stream<String> told = Stream.concat(inputs(), loss.told().stream());
    return scaled() ? Stream.concat(told, Stream.of("loss_scale")) : told;
  }

  private boolean scaled() {
    return scalesLoss(options);
  }

  private String updating() {
    String call =
        "(self).update(torch.slice(results, 2, None, 1), learning_rate, momentum, %s)"
            .formatted(update.passed());
    return guards ? "if bool(torch.isfinite(results[0])):\n  " + call : call;
  }

  private static String declared(List<String> tensors) {
    return tensors.stream().map(name -> "\n      " + name + ": Tensor,").collect(joining());
  }

  /** Names that {@code gradients} has for itself. */
  List<String> taken() {
    List<String> taken = new ArrayList<>(results());
    inputs().forEach(taken::add);
    taken.addAll(loss.told());
    taken.addAll(LossSource.variables());
    taken.addAll(List.of("labels", "correct", "results", "gradients"));
    taken.addAll(List.of("i", "dense", "loss_scale"));
    return taken;
  }

  /** Not the inputs' own names, which may be those of other variables here. */
  Stream<String> inputs() {
    return IntStream.range(0, graph.inputs().size()).mapToObj(i -> "input" + i);
  }

  /** Names for what the forward pass returns: outputs, of which the first counts, and heads. */
  List<String> results() {
    List<String> names = new ArrayList<>(List.of("output"));
    for (int i = 1; i < graph.outputs().size(); i++) {
      names.add("output" + i);
    }
    for (int i = 0; i < graph.heads().size(); i++) {
      names.add("head" + i);
    }
    return names;
  }

  /** Of targets that are probabilities, the likeliest class is the correct one. */
  private static String correct() {
    return """
        labels = targets
        if torch.eq(torch.dim(targets), 2):
          labels = torch.argmax(targets, 1)
        correct = torch.sum(torch.eq(torch.argmax(torch.detach(output), 1), labels))\
        """;
  }

  private static String indented(String lines) {
    return lines.lines().map("    "::concat).collect(joining("\n"));
  }
}
