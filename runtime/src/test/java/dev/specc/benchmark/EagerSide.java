package dev.specc.benchmark;

import ai.djl.pytorch.jni.JniUtils;
import dev.specc.graph.Graph;
import dev.specc.lower.pytorch.ModuleSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The net as PyTorch source, run by Python in a process of its own, which benchmarks/eager.py
 * speaks for.
 */
final class EagerSide implements Side {
  private static final Path SCRIPT = Path.of("benchmarks", "eager.py");

  private final Path source;
  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;

  /** PyTorch's version; empty where this Python has none. */
  static Optional<String> version(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch; print(torch.__version__)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(version.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  EagerSide(String python, Graph graph, int batch) {
    try {
      source = Files.createTempFile("net", ".py");
      Files.writeString(source, ModuleSource.of(graph));
      ProcessBuilder builder =
          new ProcessBuilder(
              python,
              "-W",
              "ignore",
              SCRIPT.toString(),
              source.toString(),
              shape(graph, batch),
              String.valueOf(graph.outputShape().channels()),
              String.valueOf(JniUtils.getNumThreads()));
      // PyTorch as its users start it: what ./specc sets is ours.
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.matches("(MALLOC|G?OMP)_.*"));
      process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  private static String shape(Graph graph, int batch) {
    List<Long> dims = graph.inputs().getFirst().output().dims();
    return batch + dims.stream().map(d -> "x" + d).collect(Collectors.joining());
  }

  @Override
  public void train(int steps) {
    ask("train " + steps);
  }

  @Override
  public void predict(int batches) {
    ask("predict " + batches);
  }

  private void ask(String what) {
    to.println(what);
    try {
      String answer = Objects.requireNonNullElse(from.readLine(), "no answer");
      if (!answer.equals("done")) {
        throw new IllegalStateException(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    to.close();
    try {
      process.waitFor();
      Files.deleteIfExists(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
