package dev.specc.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process of {@link FuzzWorker}, started again where libtorch ends it, and now and then. */
final class WorkerProcess implements AutoCloseable {
  /** Each way to write an op stays in memory as a TorchScript function. */
  private static final long MAX_SPECS = 15_000;

  /** Exit statuses of SIGINT and SIGTERM: Ctrl-C reaches every process. */
  private static final Set<Integer> STOPPED = Set.of(130, 143);

  private final Comparison comparison;
  private final Path findings;
  private @Nullable Process process;
  private @Nullable PrintStream to;
  private @Nullable BufferedReader from;
  private long judged;

  WorkerProcess(Comparison comparison, Path findings) throws IOException {
    this.comparison = comparison;
    this.findings = findings;
    Files.createDirectories(findings);
    start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private void start() throws IOException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:ErrorFile=" + findings.toAbsolutePath().resolve("crash-%p.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            passedOn("specc.root", "."),
            passedOn("oracle.python", ""),
            "-cp",
            System.getProperty("java.class.path"),
            FuzzWorker.class.getName(),
            comparison.name(),
            findings.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process started = builder.start();
    process = started;
    to = new PrintStream(started.getOutputStream(), true, StandardCharsets.UTF_8);
    from = started.inputReader(StandardCharsets.UTF_8);
    judged = 0;
  }

  private static String passedOn(String property, String otherwise) {
    return "-D" + property + "=" + System.getProperty(property, otherwise);
  }

  /**
   * Judges a range; where the process ends, seed by seed, to tell which ones end it.
   *
   * @throws InterruptedException if someone else ended it
   */
  Tally judge(long first, long count) throws IOException, InterruptedException {
    if (judged + count > MAX_SPECS) {
      close();
      start();
    }
    judged += count;
    String answer = ask(first, count);
    if (answer != null) {
      return Tally.of(answer);
    }
    start();
    Tally tally = Tally.NONE;
    for (long seed = first; seed < first + count; seed++) {
      String one = ask(seed, 1);
      tally = tally.plus(one == null ? ended(seed) : Tally.of(one));
    }
    if (tally.disagreements() == 0) {
      Files.writeString(
          findings.resolve("seeds-" + first + ".txt"),
          "the process ended between "
              + first
              + " and "
              + (first + count - 1)
              + ", and does not when each is judged alone\n");
    }
    return tally.disagreements() == 0 ? tally.plus(new Tally(0, 0, 0, 1)) : tally;
  }

  private @Nullable String ask(long first, long count) throws IOException, InterruptedException {
    if (to == null || from == null || process == null) {
      return null;
    }
    to.println(first + " " + count);
    String answer = from.readLine();
    if (answer != null && answer.matches("\\d+ \\d+ \\d+ \\d+")) {
      return answer;
    }
    from.transferTo(Writer.nullWriter()); // what a JVM says at its end
    if (STOPPED.contains(process.waitFor())) {
      throw new InterruptedException();
    }
    return null;
  }

  private Tally ended(long seed) throws IOException {
    Files.createDirectories(findings);
    Files.writeString(
        findings.resolve("seed-" + seed + ".yaml"),
        "# seed " + seed + "\n# it ends the process\n" + SpecText.of(Generator.spec(seed)));
    start();
    return new Tally(0, 0, 0, 1);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
