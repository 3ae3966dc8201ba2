package dev.specc.lower.script;

import dev.specc.recipe.Loss;
import dev.specc.schedule.Recompute;
import java.util.Map;

/**
 * What a training step does besides running the net.
 *
 * @param rule how gradients change parameters
 * @param maxNorm the longest that all gradients together may be: torch.nn.utils.clip_grad_norm_;
 *     {@link UpdateScript#NO_CLIPPING} for no limit
 * @param weightDecay by the parameter's name in the {@code state_dict}; those not named have none
 * @param decoupled whether the decay shrinks the parameters themselves: {@link ParameterGroup}
 * @param l1 of the parameters that weightDecay names: {@link ParameterGroup}
 * @param loss of the first output; auxiliary heads add theirs
 * @param recompute what is not kept for the backward pass; results are the same
 */
public record TrainingStep(
    UpdateRule rule,
    double maxNorm,
    Map<String, Double> weightDecay,
    boolean decoupled,
    double l1,
    Loss loss,
    Recompute recompute) {
  /** With decays that are added to the gradients. */
  public TrainingStep(UpdateRule rule, double maxNorm, Map<String, Double> weightDecay, Loss loss) {
    this(rule, maxNorm, weightDecay, false, 0, loss, Recompute.NONE);
  }

  public TrainingStep {
    weightDecay = Map.copyOf(weightDecay);
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("norm " + maxNorm);
    }
  }

  /** Plain cross-entropy, no decay, no clipping. */
  public static TrainingStep of(UpdateRule rule) {
    return new TrainingStep(rule, UpdateScript.NO_CLIPPING, Map.of(), new Loss.CrossEntropy(0));
  }

  /** The same gradients, and another rule. */
  public TrainingStep updating(UpdateRule other) {
    return new TrainingStep(other, maxNorm, weightDecay, decoupled, l1, loss, recompute);
  }

  /** The same step, computing more and keeping less. */
  public TrainingStep recomputing(Recompute other) {
    return new TrainingStep(rule, maxNorm, weightDecay, decoupled, l1, loss, other);
  }
}
