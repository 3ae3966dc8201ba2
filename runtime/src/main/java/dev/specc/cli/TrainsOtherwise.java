package dev.specc.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command that takes a command line of {@code train}, and does something else with it. Options
 * that make no difference there are taken, so that {@code train} can be replaced by its name, and
 * not shown.
 */
interface TrainsOtherwise {
  /** The options of {@code train} that make no difference. */
  Set<String> withoutEffect();

  /** Leaves them out of the usage of the command's help. */
  static void hide(CommandLine command) {
    if (command.getCommand() instanceof TrainsOtherwise other) {
      CommandSpec spec = command.getCommandSpec();
      for (String name : other.withoutEffect()) {
        OptionSpec option = spec.findOption(name);
        spec.remove(option);
        spec.addOption(option.toBuilder().hidden(true).build());
      }
    }
  }
}
