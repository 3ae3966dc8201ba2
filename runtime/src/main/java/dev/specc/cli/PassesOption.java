package dev.specc.cli;

import dev.specc.transform.Selection;
import picocli.CommandLine.Option;

/** Which passes a command runs before it runs the graph. */
final class PassesOption {
  @Option(
      names = "--passes",
      paramLabel = "WHICH",
      description = {
        "What is done to the graph before it runs: none, default, or all that `specc passes` shows",
        "(default: default). Outputs are the same up to rounding."
      })
  private Selection passes = Selection.DEFAULT;

  Selection selection() {
    return passes;
  }
}
