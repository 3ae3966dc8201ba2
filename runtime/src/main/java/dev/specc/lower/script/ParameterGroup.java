package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters that are updated alike, as a group of torch.optim.
 *
 * @param parameters float32 arrays of one device by name; the order is that of their gradients
 * @param weightDecay 0 for none
 * @param decoupled whether the decay shrinks the parameters themselves, by rate * decay, before the
 *     rule is applied; otherwise it is added to the gradient
 * @param l1 so much of the parameter's sign is added to the gradient; 0 for none
 */
public record ParameterGroup(
    Map<String, NDArray> parameters, double weightDecay, boolean decoupled, double l1) {
  /** With what decays added to the gradient. */
  public ParameterGroup(Map<String, NDArray> parameters, double weightDecay) {
    this(parameters, weightDecay, false, 0);
  }

  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The graph's parameters on which the loss depends, by their decay. */
  public static List<ParameterGroup> of(
      Graph graph, TrainingStep step, Map<String, NDArray> arrays) {
    return of(Reached.by(graph), step, arrays);
  }

  /** The parameters that learn, by their decay; in the graph's order within a group. */
  static List<ParameterGroup> of(
      Set<String> reached, TrainingStep step, Map<String, NDArray> arrays) {
    Map<Optional<Double>, Map<String, NDArray>> byDecay = new LinkedHashMap<>();
    for (String name : reached) {
      byDecay
          .computeIfAbsent(
              Optional.ofNullable(step.weightDecay().get(name)), d -> new LinkedHashMap<>())
          .put(name, arrays.get(name));
    }
    List<ParameterGroup> groups = new ArrayList<>();
    byDecay.forEach(
        (decay, parameters) ->
            groups.add(
                decay
                    .map(d -> new ParameterGroup(parameters, d, step.decoupled(), step.l1()))
                    .orElseGet(() -> new ParameterGroup(parameters, 0))));
    return groups;
  }
}
