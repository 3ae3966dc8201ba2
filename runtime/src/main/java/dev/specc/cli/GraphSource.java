package dev.specc.cli;

import dev.specc.decode.ModelSpec;
import dev.specc.graph.Graph;
import dev.specc.report.SpecFiles;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Turns what the user named into a graph. */
interface GraphSource {
  /**
   * A spec that has no errors.
   *
   * @param spec as the user named it, without the variant
   * @param files the spec's own text, and those of the files that it imports, but for {@code std/}
   */
  record Compiled(Graph graph, String spec, SpecFiles files) {}

  /**
   * The records of a spec, whatever its errors.
   *
   * @return empty where there are none, or nothing to be read
   */
  default Optional<ModelSpec> model(String spec) {
    return Optional.empty();
  }

  /**
   * Compiles one variant of a spec.
   *
   * @param command where usage errors and diagnostics go
   * @param spec {@code SPEC} or {@code SPEC#variant}
   * @param set values for params, by name
   * @param size {@code CxHxW}; empty for the spec's own
   * @return empty where the spec has errors, which the user has been told
   */
  Optional<Compiled> compile(
      CommandLine command, String spec, Map<String, String> set, String size);
}
