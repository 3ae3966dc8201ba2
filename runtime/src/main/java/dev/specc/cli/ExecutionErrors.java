package dev.specc.cli;

import dev.specc.data.DataException;
import dev.specc.report.RunException;
import dev.specc.train.TrainingException;
import dev.specc.weights.WeightsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a user sees when a command throws: one line on standard error, and an exit status. */
public final class ExecutionErrors implements IExecutionExceptionHandler {
  private static final int INPUT_HAS_ERRORS = 1;
  private static final int SPECC_FAILED = 3;

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    return switch (e) {
      case ParameterException usage ->
          command.getParameterExceptionHandler().handleParseException(usage, new String[0]);
      case DataException data -> say(command, "error: " + data.getMessage(), INPUT_HAS_ERRORS);
      case WeightsException file -> say(command, "error: " + file.getMessage(), INPUT_HAS_ERRORS);
      case RunException run -> say(command, "error: " + run.getMessage(), INPUT_HAS_ERRORS);
      case TrainingException stop -> say(command, "error: " + stop.getMessage(), INPUT_HAS_ERRORS);
      default -> say(command, "specc failed: " + e, SPECC_FAILED);
    };
  }

  private static int say(CommandLine command, String line, int status) {
    command.getErr().println(line.lines().findFirst().orElse(line));
    command.getErr().flush();
    return status;
  }
}
