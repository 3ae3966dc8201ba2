package dev.specc.cli;

import dev.specc.train.EnvironmentException;
import dev.specc.validate.SchemaValidator;
import dev.specc.verify.InconsistentGraphException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code specc}: the commands, and what happens when one fails. */
@Command(
    name = "specc",
    description = "A compiler for neural-network architectures written as YAML.",
    mixinStandardHelpOptions = true,
    version = "specc 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final String FULL = "No space left on device";

  /** The commands by name. Only the one that runs is made: reading its annotations takes time. */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("check", CheckCommand::new);
    commands.put("shapes", ShapesCommand::new);
    commands.put("golden", GoldenCommand::new);
    commands.put("sizes", SizesCommand::new);
    commands.put("graph", GraphCommand::new);
    commands.put("passes", PassesCommand::new);
    commands.put("explain", ExplainCommand::new);
    // Not method references: those would load the classes, and DJL's with them.
    commands.put("train", () -> new TrainCommand());
    commands.put("fit", () -> new FitCommand());
    commands.put("bench", () -> new BenchCommand());
    commands.put("ablate", () -> new AblateCommand());
    commands.put("eval", () -> new EvalCommand());
    commands.put("predict", () -> new PredictCommand());
    commands.put("augment", () -> new AugmentCommand());
    commands.put("weights", () -> new WeightsCommand());
    commands.put("export", () -> new ExportCommand());
    commands.put("features", () -> new FeaturesCommand());
    commands.put("compare", () -> new CompareCommand());
    commands.put("report", () -> new ReportCommand());
    return commands;
  }

  public static void main(String[] args) {
    CheckedOutput stdout = new CheckedOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(stdout, false, StandardCharsets.UTF_8));
    int status = run(args);
    System.out.flush();
    Optional<IOException> lost = stdout.lost();
    lost.ifPresent(
        e -> System.err.println("specc failed: cannot write to stdout: " + e.getMessage()));
    System.exit(lost.isPresent() ? ExitStatus.SPECC_FAILED : status);
  }

  /** Runs one command and gives its exit status. */
  public static int run(String... given) {
    String[] args = asked(given);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    // The schema takes a while to load; the command line is read meanwhile.
    Thread.ofPlatform().daemon().start(SchemaValidator::load);
    if (args.length > 0 && !args[0].startsWith("-") && !COMMANDS.containsKey(args[0])) {
      UsageMistakes.unknownCommand(args[0], COMMANDS.keySet(), err);
      return ExitStatus.WRONG_USAGE;
    }
    CommandLine line = commandLine(args);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    line.setParameterExceptionHandler(new UsageMistakes());
    int status = args.length == 0 ? usage(line) : execute(line, args);
    out.flush();
    err.flush();
    return status;
  }

  /** {@code help} and {@code help check} mean {@code --help} and {@code check --help}. */
  private static String[] asked(String[] given) {
    boolean forHelp = given.length > 0 && given[0].equals("help");
    return !forHelp
        ? given
        : Stream.concat(Arrays.stream(given).skip(1), Stream.of("--help")).toArray(String[]::new);
  }

  private static CommandLine commandLine(String[] args) {
    CommandLine line = new CommandLine(new Main());
    boolean known = args.length > 0 && COMMANDS.containsKey(args[0]);
    COMMANDS.forEach(
        (name, command) -> {
          if (!known || name.equals(args[0])) {
            line.addSubcommand(name, command.get());
            TrainsOtherwise.remove(line.getSubcommands().get(name));
          }
        });
    return line;
  }

  /** What picocli lets pass are the JVM's own errors: no memory, no stack. */
  private static int execute(CommandLine line, String[] args) {
    try {
      return line.execute(args);
    } catch (VirtualMachineError e) {
      return failed(new IllegalStateException(e.toString(), e), line.getErr());
    }
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return ExitStatus.WRONG_USAGE;
  }

  /** Says what went wrong, and whose fault it is. */
  static int failed(Exception e, PrintWriter err) {
    Optional<String> mistake = InputMistake.of(e);
    if (mistake.isPresent()) {
      err.println("error: " + mistake.get());
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    if (e instanceof EnvironmentException) {
      err.println("error: " + e.getMessage());
      return ExitStatus.WRONG_USAGE;
    }
    if (e instanceof IOException && FULL.equals(e.getMessage())) {
      err.println("specc failed: " + FULL + ": free some, or write to another disk");
      return ExitStatus.SPECC_FAILED;
    }
    err.println("specc failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    if (e instanceof InconsistentGraphException graph) {
      err.println("This is a mistake of specc, not of the spec: please report it, and attach");
      err.println(graph.spec() + ", the files that it imports, and the command.");
    } else {
      err.println("This is a mistake of specc, or of the machine. SPECC_DEBUG=1 shows where.");
    }
    if (System.getenv("SPECC_DEBUG") != null) {
      e.printStackTrace(err);
    }
    return ExitStatus.SPECC_FAILED;
  }
}
