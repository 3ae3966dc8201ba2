package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The methods that learn: loss, gradients and update in one call. */
final class StepSource {
  private static final String TYPE = ModuleTree.ROOT;

  private final Graph graph;
  private final double labelSmoothing;
  private final UpdateSource update;
  private final int groups;
  private final ScriptOptions options;
  private final boolean guards;

  /**
   * @param guards whether a step looks at the loss before it updates: that waits for the device.
   *     Where the loss is scaled, the update looks at the gradients, and nothing waits.
   */
  StepSource(
      Graph graph,
      TrainingStep step,
      List<ParameterGroup> groups,
      ScriptOptions options,
      boolean guards) {
    this.graph = graph;
    this.labelSmoothing = step.labelSmoothing();
    this.update = new UpdateSource(step.rule(), step.maxNorm(), groups, scalesLoss(options));
    this.groups = groups.size();
    this.options = options;
    this.guards = guards && !scalesLoss(options);
  }

  private static boolean scalesLoss(ScriptOptions options) {
    return options.precision().scalesLoss();
  }

  String update() {
    return update.methods(TYPE);
  }

  /** Loss, correct answers, and the gradient of the scaled loss for each parameter of the list. */
  String gradients() {
    return """
      def gradients(self: __torch__.%s,%s
          targets: Tensor,
          parameters: List[Tensor]%s) -> List[Tensor]:
        torch.set_grad_enabled(True)
        %s = (self).forward_training(%s)
    %s
        results = [torch.detach(loss), correct]
        for gradient in torch.grad([%s], parameters, None, None, False, False):
          dense = unchecked_cast(Tensor, gradient)
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
            declaredInputs(),
            scaled() ? ",\n      loss_scale: Tensor" : "",
            unpacked(results(true)),
            passed(),
            indented(trainingLoss(), correct()),
            scaled() ? "torch.mul(loss, loss_scale)" : "loss",
            options.format().code());
  }

  /** A whole step; what it changes are its last arguments. */
  String step() {
    return """
      def step(self: __torch__.%s,%s
          targets: Tensor,
          learning_rate: float,
          momentum: float%s) -> List[Tensor]:
        parameters = %s
        results = (self).gradients(%stargets, parameters, %s)
    %s
        return torch.slice(results, 0, 2, 1)
    """
        .formatted(
            TYPE,
            declaredInputs(),
            update.arguments().stream().map(",\n      "::concat).collect(joining()),
            IntStream.range(0, groups)
                .mapToObj(i -> "group" + i)
                .reduce((a, b) -> "torch.add(%s, %s)".formatted(a, b))
                .orElse("annotate(List[Tensor], [])"),
            passed(),
            scaled() ? "loss_scale, " : "",
            indented(updating()));
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

  /** The loss without smoothing and heads, and the correct answers, as in inference. */
  String evaluate() {
    return """
      def evaluate(self: __torch__.%s,%s
          targets: Tensor) -> List[Tensor]:
        torch.set_grad_enabled(False)
        %s = (self).forward(%s)
        loss = %s
    %s
        return [loss, correct]
    """
        .formatted(
            TYPE,
            declaredInputs(),
            unpacked(results(false)),
            passed(),
            crossEntropy("output", 0),
            indented(correct()));
  }

  private String declaredInputs() {
    return inputs().map(input -> "\n      " + input + ": Tensor,").collect(joining());
  }

  private String passed() {
    return inputs().map(input -> input + ", ").collect(joining());
  }

  /** Not the inputs' own names, which may be those of other variables here. */
  private Stream<String> inputs() {
    return IntStream.range(0, graph.inputs().size()).mapToObj(i -> "input" + i);
  }

  /** Names for what a forward pass returns; only the first output counts in the loss. */
  private List<String> results(boolean training) {
    List<String> names = new ArrayList<>(List.of("output"));
    for (int i = 1; i < graph.outputs().size(); i++) {
      names.add("output" + i);
    }
    for (int i = 0; training && i < graph.heads().size(); i++) {
      names.add("head" + i);
    }
    return names;
  }

  private static String unpacked(List<String> names) {
    return names.size() == 1 ? names.getFirst() : String.join(", ", names) + ",";
  }

  private String[] trainingLoss() {
    List<String> lines = new ArrayList<>();
    lines.add("loss = " + crossEntropy("output", labelSmoothing));
    for (int i = 0; i < graph.heads().size(); i++) {
      lines.add(
          "loss = torch.add(loss, %s, alpha=%s)"
              .formatted(crossEntropy("head" + i, labelSmoothing), graph.heads().get(i).weight()));
    }
    return lines.toArray(String[]::new);
  }

  /** torch.nn.functional.cross_entropy: the mean over the batch. */
  private static String crossEntropy(String logits, double labelSmoothing) {
    return "torch.cross_entropy_loss(%s, targets, None, 1, -100, %s)"
        .formatted(logits, labelSmoothing);
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

  private static String indented(String[] first, String second) {
    return indented(String.join("\n", first)) + "\n" + indented(second);
  }

  private static String indented(String lines) {
    return lines.lines().map("    "::concat).collect(joining("\n"));
  }
}
