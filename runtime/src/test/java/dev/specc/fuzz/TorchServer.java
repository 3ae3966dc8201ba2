package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.oracle.Python;
import dev.specc.weights.SafetensorsFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A process of PyTorch that runs one exported net after the other: exports.py. */
final class TorchServer implements AutoCloseable {
  private Process process;
  private PrintStream to;
  private BufferedReader from;

  private TorchServer(Process process) {
    this.process = process;
    this.to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.from = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Empty where there is no PyTorch, which is said. */
  static Optional<TorchServer> start() {
    Optional<TorchServer> started = process().map(TorchServer::new);
    if (started.isEmpty()) {
      System.err.println(
          "no python3 with torch and torchvision: TorchScript archives and PyTorch sources are not"
              + " run");
    }
    return started;
  }

  private static Optional<Process> process() {
    try {
      return Python.start("exports.py");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * What the exports in a folder return.
   *
   * @throws IllegalStateException where one fails
   */
  Map<String, NDArray> run(Path folder, NDManager manager) throws IOException {
    to.println(folder);
    String answer = from.readLine();
    if (answer == null) {
      restart();
      throw new IllegalStateException("PyTorch ended");
    }
    if (!answer.equals("\"fine\"")) {
      throw new IllegalStateException(answer);
    }
    return SafetensorsFile.read(folder.resolve("outputs.safetensors"), manager);
  }

  private void restart() {
    close();
    process = process().orElseThrow();
    to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
