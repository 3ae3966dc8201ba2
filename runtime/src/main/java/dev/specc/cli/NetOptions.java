package dev.specc.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the one spec that a command works on is compiled. */
final class NetOptions {
  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "Gives a param of the spec another value.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--size",
      paramLabel = "CxHxW",
      description = "Another input size than the spec's.")
  private String size = "";

  /** Values for params, by name. */
  Map<String, String> set() {
    return set;
  }

  /** As it was written; empty for the spec's own. */
  String size() {
    return size;
  }

  boolean isEmpty() {
    return set.isEmpty() && size.isEmpty();
  }
}
