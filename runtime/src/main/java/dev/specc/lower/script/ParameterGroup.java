package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters that are updated alike, as a group of torch.optim.
 *
 * @param parameters float32 arrays of one device by name; the order is that of their gradients
 * @param weightDecay 0 for none
 * @param decoupled whether the decay shrinks the parameters themselves, by rate * decay, before the
 *     rule is applied; otherwise it is added to the gradient, but for {@link UpdateRule.AdamW}
 * @param l1 so much of the parameter's sign is added to the gradient; 0 for none
 */
public record ParameterGroup(
    Map<String, NDArray> parameters, double weightDecay, boolean decoupled, double l1) {
  /** Decays as the rule does it. */
  public ParameterGroup(Map<String, NDArray> parameters, double weightDecay) {
    this(parameters, weightDecay, false, 0);
  }

  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
