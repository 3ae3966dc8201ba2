package dev.specc.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code specc weights}: a net's tensors by name, and the files that hold them. */
@Command(
    name = "weights",
    description = "Lists, imports and exports weights, compared with the spec by name and shape.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      WeightsListCommand.class,
      WeightsImportCommand.class,
      WeightsExportCommand.class
    })
final class WeightsCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @SuppressWarnings("NullAway") // picocli sets `command`
  WeightsCommand() {}

  @Override
  public Integer call() {
    command.commandLine().usage(command.commandLine().getErr());
    return ExitStatus.WRONG_USAGE;
  }
}
