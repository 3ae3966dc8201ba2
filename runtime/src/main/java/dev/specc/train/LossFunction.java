package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.specc.data.Targets;
import dev.specc.graph.Graph;
import dev.specc.recipe.Loss;
import java.util.List;

/**
 * The loss of a batch, as DJL's arrays compute it. Factors are floats, since a double would make a
 * scalar loss float64.
 */
final class LossFunction {
  private final Loss loss;
  private final int mainOutputs;
  private final List<Graph.Head> heads;

  LossFunction(Loss loss, Graph graph) {
    this.loss = loss;
    this.mainOutputs = graph.outputs().size();
    this.heads = graph.heads();
  }

  /**
   * The loss of the first output, plus that of each auxiliary head times its weight. Heads learn
   * from the labels alone.
   *
   * @param outputs the graph's outputs, then its heads: [B, classes] each
   * @return a float32 scalar
   */
  NDArray of(NDList outputs, Targets targets) {
    NDArray sum = main(outputs.get(0), targets);
    for (int i = 0; i < heads.size(); i++) {
      NDArray head = crossEntropy(outputs.get(mainOutputs + i), targets, loss.labelSmoothing());
      sum = sum.add(head.mul((float) heads.get(i).weight()));
    }
    return sum;
  }

  private NDArray main(NDArray logits, Targets targets) {
    NDArray own = crossEntropy(logits, targets, loss.labelSmoothing());
    return switch (loss) {
      case Loss.CrossEntropy plain -> own;
      case Loss.Distillation d when targets instanceof Targets.Taught taught ->
          divergence(logits, taught.teacher(), d.temperature())
              .mul((float) d.alpha())
              .add(own.mul((float) (1 - d.alpha())));
      case Loss.Distillation d ->
          throw new IllegalArgumentException("distillation needs what the teacher said");
    };
  }

  /**
   * torch.nn.CrossEntropyLoss, the mean over the batch.
   *
   * @param logits [B, classes]
   * @param smoothing so much of each target is spread evenly over the classes
   */
  static NDArray crossEntropy(NDArray logits, Targets targets, double smoothing) {
    NDArray logs = logits.logSoftmax(1);
    NDArray hit = expected(logs, targets);
    NDArray loss =
        smoothing == 0
            ? hit.mean()
            : hit.mean().mul((float) (1 - smoothing)).add(logs.mean().mul((float) smoothing));
    return loss.neg();
  }

  /** The targets' mean of the logarithms, [B] or [B, 1]. */
  private static NDArray expected(NDArray logs, Targets targets) {
    return switch (targets) {
      case Targets.Classes classes -> logs.gather(classes.labels().expandDims(1), 1);
      case Targets.Shares shares -> logs.mul(shares.shares()).sum(new int[] {1});
      case Targets.Taught taught -> expected(logs, taught.given());
    };
  }

  /**
   * T^2 * KL(teacher at T || student at T), the mean over the batch: Hinton, Vinyals and Dean 2015,
   * section 2. Its gradient keeps its size whatever the temperature.
   */
  private static NDArray divergence(NDArray student, NDArray teacher, double temperature) {
    NDArray taught = teacher.div((float) temperature).logSoftmax(1);
    NDArray said = student.div((float) temperature).logSoftmax(1);
    NDArray each = taught.exp().mul(taught.sub(said)).sum(new int[] {1});
    return each.mean().mul((float) (temperature * temperature));
  }
}
