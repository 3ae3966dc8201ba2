package dev.specc.cli;

import dev.specc.diagnostic.Suggestion;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what is wrong with a command line, and where to read more. */
final class UsageMistakes implements IParameterExceptionHandler {
  /** Options that every command has; they stand at the end of lists. */
  private static final List<String> STANDARD = List.of("--help", "--version");

  /** What other tools call an option, and what it is called here. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "--json", "--format json",
          "--learning-rate", "--lr",
          "--gpu", "--device cuda",
          "--cuda", "--device cuda",
          "--amp", "--precision bf16",
          "--wd", "--weight-decay",
          "--opt", "--optimizer");

  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + message(mistake, args));
    err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows the usage");
    return ExitStatus.WRONG_USAGE;
  }

  private static String message(ParameterException mistake, String[] args) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String written = unmatched.getUnmatched().getFirst();
      return unmatched.isUnknownOption()
          ? unknownOption(mistake.getCommandLine(), written, args)
          : "`%s` is one argument too many".formatted(written);
    }
    if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing(), args);
    }
    if (mistake.getArgSpec() instanceof OptionSpec option && mistake.getValue() != null) {
      String what = option.type().isEnum() ? words(option.type()) : numbers(option.type());
      if (!what.isEmpty()) {
        return "%s is %s, not `%s`".formatted(option.longestName(), what, mistake.getValue());
      }
    }
    return mistake.getMessage();
  }

  /** An option is missing, or stands there without its value. */
  private static String missing(List<ArgSpec> missing, String[] args) {
    if (missing.getFirst() instanceof OptionSpec option
        && Arrays.asList(args).contains(option.longestName())) {
      return option.longestName() + " needs a value";
    }
    return missing.stream().map(UsageMistakes::shown).collect(Collectors.joining(" and "))
        + (missing.size() == 1 ? " is missing" : " are missing");
  }

  /** {@code --out FILE}, {@code SPEC[#variant]}. */
  private static String shown(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }

  private static String words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }

  private static String numbers(Class<?> type) {
    return type == int.class || type == long.class ? "a whole number" : "";
  }

  private static String unknownOption(CommandLine command, String argument, String[] args) {
    String written = argument.split("=", 2)[0];
    if (TrainsOtherwise.isWithoutEffect(command, written)) {
      return "`%s` is for train, and makes no difference to %s"
          .formatted(written, command.getCommandName());
    }
    List<String> known =
        command.getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !STANDARD.contains(name))
            .toList();
    String start = "there is no option `%s`; ".formatted(written);
    if (command.getCommandSpec().positionalParameters().stream()
            .anyMatch(p -> p.paramLabel().contains("#variant"))
        && Suggestion.closest(written, List.of("--variant")).isPresent()) {
      return start + "a variant is named with the spec: SPEC#" + value(argument, args);
    }
    String meant = ELSEWHERE.getOrDefault(written.replace('_', '-'), "");
    if (known.contains(meant.split(" ", 2)[0])) {
      return start + didYouMean(meant);
    }
    List<String> all = Stream.concat(known.stream(), STANDARD.stream()).toList();
    return start + known(written, all, "options");
  }

  private static String known(String written, Collection<String> all, String kind) {
    return Suggestion.closestOrBeginning(written, all)
        .map(UsageMistakes::didYouMean)
        .orElseGet(() -> "the " + kind + ": " + String.join(", ", all));
  }

  private static String didYouMean(String meant) {
    return "did you mean `" + meant + "`?";
  }

  /** What was given to an option, behind {@code =} or as the next argument. */
  private static String value(String argument, String[] args) {
    int equals = argument.indexOf('=');
    if (equals >= 0) {
      return argument.substring(equals + 1);
    }
    int next = Arrays.asList(args).indexOf(argument) + 1;
    return next > 0 && next < args.length && !args[next].startsWith("-") ? args[next] : "variant";
  }

  static void unknownCommand(String written, Collection<String> commands, PrintWriter err) {
    String known = known(written, commands, "commands");
    err.println("error: there is no command `%s`; %s".formatted(written, known));
    err.println("`specc --help` shows the commands");
  }
}
