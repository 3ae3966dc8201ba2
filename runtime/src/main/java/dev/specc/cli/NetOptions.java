package dev.specc.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the one spec that a command works on is compiled. */
final class NetOptions {
  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "Gives a param of the spec another value.")
  private List<String> set = List.of();

  @Option(
      names = "--size",
      paramLabel = "CxHxW",
      description = "Another input size than the spec's.")
  private String size = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway") // picocli sets `command`
  NetOptions() {}

  /** Values for params, by name. */
  Map<String, String> set() {
    return Assignments.parse(command.commandLine(), set);
  }

  /** As it was written; empty for the spec's own. */
  String size() {
    return size;
  }

  boolean isEmpty() {
    return set.isEmpty() && size.isEmpty();
  }
}
