package dev.specc.cli;

import dev.specc.diagnostic.Suggestion;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what is wrong with a command line, and where to read more. */
final class UsageMistakes implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + message(mistake));
    err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows the usage");
    return ExitStatus.WRONG_USAGE;
  }

  private static String message(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
      String written = unmatched.getUnmatched().getFirst().split("=", 2)[0];
      return unknown("option", written, options(mistake.getCommandLine()));
    }
    return mistake.getMessage();
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream().map(o -> o.longestName()).toList();
  }

  static void unknownCommand(String written, Collection<String> commands, PrintWriter err) {
    err.println("error: " + unknown("command", written, commands));
    err.println("`specc --help` shows the commands");
  }

  private static String unknown(String what, String written, Collection<String> known) {
    return "there is no %s `%s`; ".formatted(what, written)
        + Suggestion.question(written, known)
            .orElseGet(() -> "the " + what + "s: " + String.join(", ", known));
  }
}
