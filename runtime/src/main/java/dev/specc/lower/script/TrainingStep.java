package dev.specc.lower.script;

import java.util.Map;

/**
 * What a training step does besides running the net.
 *
 * @param rule how gradients change parameters
 * @param maxNorm the longest that all gradients together may be: torch.nn.utils.clip_grad_norm_;
 *     {@link UpdateScript#NO_CLIPPING} for no limit
 * @param weightDecay by the parameter's name in the {@code state_dict}; those not named have none
 * @param labelSmoothing the share of the target spread over all classes: 0 to 1
 */
public record TrainingStep(
    UpdateRule rule, double maxNorm, Map<String, Double> weightDecay, double labelSmoothing) {
  public TrainingStep {
    weightDecay = Map.copyOf(weightDecay);
    if (!(maxNorm > 0) || !(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException("norm " + maxNorm + ", smoothing " + labelSmoothing);
    }
  }

  /** Plain cross-entropy, no decay, no clipping. */
  public static TrainingStep of(UpdateRule rule) {
    return new TrainingStep(rule, UpdateScript.NO_CLIPPING, Map.of(), 0);
  }
}
