package dev.specc.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that takes the options of {@code train} that count for what it does, and refuses the
 * others.
 */
interface TrainsOtherwise {
  /** The options of {@code train} that make no difference. */
  Set<String> withoutEffect();

  /** Takes them from the command: neither its help nor its usage errors list them. */
  static void remove(CommandLine command) {
    if (command.getCommand() instanceof TrainsOtherwise other) {
      CommandSpec spec = command.getCommandSpec();
      other.withoutEffect().forEach(name -> spec.remove(spec.findOption(name)));
    }
  }

  /** Whether an option was taken from this command. */
  static boolean isWithoutEffect(CommandLine command, String option) {
    return command.getCommand() instanceof TrainsOtherwise other
        && other.withoutEffect().contains(option);
  }
}
