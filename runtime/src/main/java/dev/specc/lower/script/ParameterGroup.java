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
 */
public record ParameterGroup(Map<String, NDArray> parameters, double weightDecay) {
  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
