package dev.specc.cli;

import dev.specc.diagnostic.Suggestion;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
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
    if (mistake.getArgSpec() instanceof OptionSpec option
        && option.type().isEnum()
        && mistake.getValue() != null) {
      return option.longestName()
          + " is "
          + words(option.type())
          + ", not `"
          + mistake.getValue()
          + "`";
    }
    return mistake.getMessage();
  }

  private static String words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
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
