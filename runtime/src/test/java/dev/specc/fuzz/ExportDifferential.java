package dev.specc.fuzz;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import dev.specc.lower.onnx.OnnxModel;
import dev.specc.lower.onnx.OnnxSession;
import dev.specc.lower.pytorch.ModuleSource;
import dev.specc.lower.script.GraphArchive;
import dev.specc.transform.Selection;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a spec with random weights in every way that there is, and holds each against the blocks
 * engine:
 *
 * <ul>
 *   <li>the script that predicts, after each selection of passes
 *   <li>the script that trains, in inference, in training, and for ten steps: {@link TenSteps}
 *   <li>the ONNX model in ONNX Runtime, after each selection of passes, for two batches
 *   <li>TorchScript archives and the PyTorch source with its weights in PyTorch, where there is one
 * </ul>
 *
 * <p>The first disagreement is the one that is told.
 */
final class ExportDifferential implements Judge {
  private static final int BATCH = 3;

  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final Optional<TorchServer> torch;
  private final Path folder;

  ExportDifferential(Optional<TorchServer> torch) {
    this.torch = torch;
    try {
      this.folder = Files.createTempDirectory("exports");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Verdict of(SpecTree spec) {
    return of(SpecText.of(spec));
  }

  Verdict of(String text) {
    Compiler.Result result = Differential.compile(text);
    Set<Code> codes = EnumSet.noneOf(Code.class);
    result.diagnostics().stream().filter(Diagnostic::isError).forEach(d -> codes.add(d.code()));
    if (!codes.isEmpty()) {
      return new Verdict.Rejected(codes, result.refusals().size(), List.of());
    }
    Graph graph = result.graphs().getFirst();
    return Differential.costly(graph)
        ? new Verdict.TooCostly()
        : new Verdict.Accepted(graph.nodes().size(), of(graph, text.hashCode()));
  }

  /** Weights and inputs are those of the seed. */
  private List<Disagreement> of(Graph graph, int seed) {
    try (NDManager own = manager.newSubManager()) {
      Engine.getEngine("PyTorch").setRandomSeed(seed);
      GraphRun run = GraphRun.of(graph, seed, own);
      NDList inputs = run.inputs(BATCH);
      Reference evaluated = run.reference(inputs, false);
      Reference trained = run.reference(inputs, true);
      List<Side> sides = new ArrayList<>(onnx(run, inputs, evaluated));
      for (Selection passes : Selection.values()) {
        String name = "the script that predicts, passes " + word(passes);
        sides.add(new Side(name, evaluated, () -> run.predicted(inputs, passes)));
      }
      sides.add(new Side("the script that trains", evaluated, () -> run.script(inputs)));
      torch.ifPresent(server -> sides.addAll(pytorch(server, run, inputs, evaluated, trained)));
      sides.addAll(TenSteps.sides(run, seed));
      return sides.stream().map(Side::differs).flatMap(Optional::stream).limit(1).toList();
    } catch (RuntimeException e) {
      return List.of(new Disagreement("the blocks fail", e.toString()));
    }
  }

  private static String word(Selection passes) {
    return passes.name().toLowerCase(Locale.ROOT);
  }

  private List<Side> onnx(GraphRun run, NDList inputs, Reference evaluated) {
    NDList first = new NDList(inputs.stream().map(array -> array.get("0:1")).toList());
    Reference one = run.reference(first, false);
    List<Side> sides = new ArrayList<>();
    for (Selection passes : Selection.values()) {
      String name = "ONNX, passes " + word(passes);
      Path file = folder.resolve(word(passes) + ".onnx");
      sides.add(
          new Side(
              name,
              evaluated,
              () -> {
                write(run.after(passes), file, OnnxModel::write);
                return onnx(file, inputs, run.manager());
              }));
      sides.add(new Side(name + ", batch 1", one, () -> onnx(file, first, run.manager())));
    }
    return sides;
  }

  private static Map<String, NDArray> onnx(Path file, NDList inputs, NDManager manager)
      throws OrtException {
    try (OnnxSession session = new OnnxSession(file)) {
      return Reference.numbered(session.run(inputs, manager));
    }
  }

  private interface Format {
    void write(Graph graph, Map<String, NDArray> weights, OutputStream out) throws IOException;
  }

  private static void write(GraphRun run, Path file, Format format) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      format.write(run.graph(), run.weights(), out);
    }
  }

  /** The first side has PyTorch run all of them. */
  private List<Side> pytorch(
      TorchServer server, GraphRun run, NDList inputs, Reference evaluated, Reference trained) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    List<Side> sides = new ArrayList<>();
    sides.add(
        new Side(
            "PyTorch source",
            evaluated,
            () -> {
              writeExports(run, inputs, !run.isRandom());
              all.putAll(server.run(folder, run.manager()));
              return under("net.py/", all);
            }));
    for (Selection passes : Selection.values()) {
      String name = "TorchScript, passes " + word(passes);
      sides.add(new Side(name, evaluated, () -> under(word(passes) + ".pt/", all)));
    }
    if (!run.isRandom()) {
      String name = "PyTorch source in training";
      sides.add(new Side(name, trained, () -> under("training/", all)));
    }
    return sides;
  }

  private static Map<String, NDArray> under(String prefix, Map<String, NDArray> all) {
    Map<String, NDArray> some = new LinkedHashMap<>();
    all.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            some.put(name.substring(prefix.length()), array);
          }
        });
    return some;
  }

  private void writeExports(GraphRun run, NDList inputs, boolean trains) throws IOException {
    for (Selection passes : Selection.values()) {
      write(
          run.after(passes),
          folder.resolve(word(passes) + ".pt"),
          (graph, weights, out) -> GraphArchive.inference(graph, weights).write(out));
    }
    Files.writeString(folder.resolve("net.py"), ModuleSource.of(run.graph()));
    SafetensorsFile.write(folder.resolve("weights.safetensors"), Map.of(), run.weights());
    SafetensorsFile.write(
        folder.resolve("inputs.safetensors"), Map.of(), Reference.numbered(inputs));
    Path training = folder.resolve("training.txt");
    Files.deleteIfExists(training);
    if (trains) {
      Files.writeString(training, "");
    }
  }

  @Override
  public void close() {
    torch.ifPresent(TorchServer::close);
    manager.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
