package dev.specc.oracle;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A Python that has torchvision. Nothing is installed. */
public final class Python {
  private static final String MISSING =
      "the tests of -Poracle compare with torchvision, and no python3 on the PATH can import torch"
          + " and torchvision. Debian: apt-get install python3-torchvision. Another python:"
          + " -Doracle.python=/path/to/python3";

  private static final Path SCRIPTS =
      Path.of(System.getProperty("specc.root"), "runtime/src/test/python");

  private static Optional<String> found = Optional.empty();

  private Python() {}

  /** What {@code oracle.py} prints for these arguments. */
  static String oracle(String... arguments) throws IOException, InterruptedException {
    return script("oracle.py", arguments);
  }

  /** What one of the scripts beside {@code oracle.py} prints for these arguments. */
  public static String script(String name, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable(), SCRIPTS.resolve(name).toString()));
    command.addAll(Arrays.asList(arguments));
    Result result = run(command);
    if (result.status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + result.text);
    }
    return result.text;
  }

  private record Result(int status, String text) {}

  /**
   * Starts one of the scripts beside {@code oracle.py} to talk with it over its input and output;
   * empty where no Python has torchvision.
   */
  public static Optional<Process> start(String name) throws IOException, InterruptedException {
    Optional<String> python = found();
    if (python.isEmpty()) {
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(python.get(), SCRIPTS.resolve(name).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    return Optional.of(builder.start());
  }

  private static String executable() throws IOException, InterruptedException {
    return found().orElseThrow(() -> new IllegalStateException(MISSING));
  }

  private static synchronized Optional<String> found() throws IOException, InterruptedException {
    if (found.isEmpty()) {
      for (String candidate : candidates()) {
        if (run(List.of(candidate, "-c", "import torch, torchvision")).status == 0) {
          found = Optional.of(candidate);
          return found;
        }
      }
    }
    return found;
  }

  private static List<String> candidates() {
    String chosen = System.getProperty("oracle.python", "");
    if (!chosen.isEmpty()) {
      return List.of(chosen);
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .toList();
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }
}
