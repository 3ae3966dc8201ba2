package dev.specc.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code specc}: the commands, and what happens when one fails. */
@Command(
    name = "specc",
    description = "A compiler for neural-network architectures written as YAML.",
    mixinStandardHelpOptions = true,
    version = "specc 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      ShapesCommand.class,
      GoldenCommand.class,
    })
public final class Main {
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and gives its exit status. */
  public static int run(String... args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    int status = args.length == 0 ? usage(line) : line.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return ExitStatus.WRONG_USAGE;
  }

  private static int failed(Exception e, PrintWriter err) {
    err.println("specc failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    if (System.getenv("SPECC_DEBUG") != null) {
      e.printStackTrace(err);
    } else {
      err.println("This is a mistake of specc, or of the machine. SPECC_DEBUG=1 shows where.");
    }
    return ExitStatus.SPECC_FAILED;
  }
}
