package dev.specc.cli;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Explanation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc explain}: what a diagnostic's code means, and what to do. */
@Command(
    name = "explain",
    description = "Explains a diagnostic's code; without one, lists them all.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CODE",
      arity = "0..1",
      description = "A code, such as SPC0203, or its name, such as concat-mismatch.")
  private @Nullable String name;

  @Spec private CommandSpec command;

  @SuppressWarnings("NullAway") // picocli sets `command`
  ExplainCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    if (name == null) {
      list(out);
    } else {
      Code code = Explanation.find(name).orElseThrow(() -> unknown(name));
      out.print(Explanation.page(code).orElse(code.id() + ": " + code.title() + "\n"));
    }
    return ExitStatus.FINE;
  }

  private static void list(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    for (Code code : Code.values()) {
      lines.add(List.of(code.id(), code.severity().word(), code.title()));
    }
    Columns.print(lines, out);
  }

  private ParameterException unknown(String wanted) {
    Optional<String> close = Explanation.suggestion(wanted);
    return new ParameterException(
        command.commandLine(),
        "there is no code `"
            + wanted
            + "`"
            + close.map(code -> "; did you mean " + code + "?").orElse("")
            + "\n`specc explain` lists all codes");
  }
}
