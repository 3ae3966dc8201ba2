package dev.specc.cli;

import dev.specc.graph.Graph;
import java.util.List;
import java.util.Optional;

/** Turns what the user named into a graph. */
public interface GraphSource {
  /**
   * A spec that has no errors.
   *
   * @param spec as the user named it, without the variant
   * @param text of the spec's file
   */
  record Compiled(Graph graph, String spec, String text) {}

  /**
   * Compiles one variant of a spec.
   *
   * @param spec {@code SPEC} or {@code SPEC#variant}
   * @param set {@code name=value} each
   * @param size {@code CxHxW}; empty for the spec's own
   * @return empty where the spec has errors, which the user has been told
   */
  Optional<Compiled> compile(String spec, List<String> set, String size);
}
