package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.recipe.Loss;
import java.util.ArrayList;
import java.util.List;

/** The loss of a batch: what it is told of each example, and the statements that compute it. */
final class LossSource {
  private final Loss loss;
  private final List<Graph.Head> heads;

  LossSource(Loss loss, List<Graph.Head> heads) {
    this.loss = loss;
    this.heads = heads;
  }

  /** Names of what a training step is told: the targets, and the logits of a teacher if any. */
  List<String> told() {
    return switch (loss) {
      case Loss.CrossEntropy plain -> List.of("targets");
      case Loss.Distillation taught -> List.of("targets", "teacher");
    };
  }

  /** Names that the statements give values to. */
  static List<String> variables() {
    return List.of("loss", "taught", "said");
  }

  /** The loss of the first output, and that of each auxiliary head times its weight. */
  List<String> training() {
    List<String> lines = new ArrayList<>();
    lines.add("loss = " + crossEntropy("output", loss.labelSmoothing()));
    switch (loss) {
      case Loss.CrossEntropy plain -> {}
      case Loss.Distillation taught -> lines.addAll(divergence(taught));
    }
    for (int i = 0; i < heads.size(); i++) {
      lines.add(
          "loss = torch.add(loss, %s, alpha=%s)"
              .formatted(crossEntropy("head" + i, loss.labelSmoothing()), heads.get(i).weight()));
    }
    return lines;
  }

  /** torch.nn.functional.cross_entropy: the mean over the batch. */
  private static String crossEntropy(String logits, double labelSmoothing) {
    return "torch.cross_entropy_loss(%s, targets, None, 1, -100, %s)"
        .formatted(logits, labelSmoothing);
  }

  /** As {@link Loss.Distillation} says it; the teacher's logits are [N, classes]. */
  private static List<String> divergence(Loss.Distillation loss) {
    double scale = loss.alpha() * loss.temperature() * loss.temperature();
    return List.of(
        "taught = " + logSoftmax("teacher", loss.temperature()),
        "said = " + logSoftmax("output", loss.temperature()),
        "said = torch.mul(torch.exp(taught), torch.sub(taught, said))",
        "loss = torch.add(torch.mul(loss, %s), torch.mean(torch.sum(said, [1])), alpha=%s)"
            .formatted(1 - loss.alpha(), scale));
  }

  private static String logSoftmax(String logits, double temperature) {
    return "torch.log_softmax(torch.div(%s, %s), 1)".formatted(logits, temperature);
  }
}
