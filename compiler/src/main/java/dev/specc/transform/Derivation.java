package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.transform.DerivedTensor.Stored;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the tensors of a rewritten graph follow from those of the graph that was given.
 *
 * @param tensors by their names in the rewritten graph; a tensor that is not here is the given one
 *     of its name
 */
public record Derivation(Map<String, DerivedTensor> tensors) {
  /** Every tensor is the given one of its name. */
  public static final Derivation NONE = new Derivation(Map.of());

  public Derivation {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Where the rewritten graph's tensor of this name comes from. */
  public DerivedTensor of(String name) {
    return tensors.getOrDefault(name, new Stored(name));
  }

  /**
   * This derivation and then another, as one.
   *
   * @param rewritten what the other one is of
   */
  Derivation then(Derivation next, Graph rewritten) {
    Map<String, DerivedTensor> composed = new LinkedHashMap<>();
    for (String name : rewritten.parameters().keySet()) {
      DerivedTensor tensor = next.of(name).substitute(this::of);
      if (!tensor.equals(new Stored(name))) {
        composed.put(name, tensor);
      }
    }
    return new Derivation(composed);
  }
}
