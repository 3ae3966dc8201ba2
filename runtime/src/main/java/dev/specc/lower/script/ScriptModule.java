package dev.specc.lower.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An instance of a class of an archive's source.
 *
 * @param type the class's name
 * @param children modules by attribute, in the class's order
 * @param tensors parameters and buffers by attribute, in the class's order
 */
public record ScriptModule(
    String type, Map<String, ScriptModule> children, Map<String, ScriptTensor> tensors) {
  public ScriptModule {
    children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** A module with methods and nothing else. */
  public static ScriptModule stateless(String type) {
    return new ScriptModule(type, Map.of(), Map.of());
  }
}
