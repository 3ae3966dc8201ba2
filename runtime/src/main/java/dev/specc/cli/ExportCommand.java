package dev.specc.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.DataException;
import dev.specc.decode.ModelSpec;
import dev.specc.file.UnfinishedFile;
import dev.specc.graph.Graph;
import dev.specc.lower.onnx.OnnxModel;
import dev.specc.lower.pytorch.ModuleSource;
import dev.specc.lower.script.GraphArchive;
import dev.specc.lower.script.ScriptArchive;
import dev.specc.lower.script.StepArchive;
import dev.specc.precision.Precision;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.train.InitialWeights;
import dev.specc.train.NetFit;
import dev.specc.train.ScriptNet;
import dev.specc.train.TorchEngine;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.DerivedWeights;
import dev.specc.weights.SafetensorsFile;
import dev.specc.weights.StateDict;
import dev.specc.weights.WeightsCopy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc export}: a net for other tools. */
@Command(
    name = "export",
    description = {
      "Writes a net for other tools.",
      "A TorchScript archive, an ONNX model, its weights as safetensors, or the source of a PyTorch"
          + " module."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** What is written. */
  enum Target {
    TORCHSCRIPT("a TorchScript archive"),
    ONNX("an ONNX model"),
    SAFETENSORS("weights"),
    PYTORCH("PyTorch source");

    private final String description;

    Target(String description) {
      this.description = description;
    }
  }

  /** A net, and where its weights are; none where it starts with its initial ones. */
  private record Subject(
      String spec, Map<String, String> set, String size, Optional<Path> weights) {}

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private interface Inference {
    void writeTo(Graph graph, Map<String, NDArray> weights, OutputStream out) throws IOException;
  }

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "RUN|SPEC[#variant]",
      description = "A run folder that train left, or a spec.")
  private String what = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "torchscript, onnx, safetensors or pytorch.")
  private Target to = Target.TORCHSCRIPT;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "FILE|RUN",
      description = {
        "A safetensors file, a .pth of torch.save, or a run folder",
        "(default: the run's own; a spec's initial ones)."
      })
  private @Nullable Path weights;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the initial weights, where no others are given (default: 0).")
  private @Nullable Long seed;

  @Option(
      names = "--passes",
      paramLabel = "WHICH",
      description = {
        "For torchscript and onnx, what is done to the graph first: none, default, or all that",
        "`specc passes` shows (default: none). Batch norms are folded into the layers before them,",
        "so that the state_dict is no longer the spec's."
      })
  private Selection passes = Selection.NONE;

  @Option(
      names = "--train",
      description =
          "With --to torchscript: an archive whose method `step` is a whole training step, for"
              + " benchmarks/gpu_step.py.")
  private boolean train;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      description = "With --train: what the step does (default: as for train).")
  private @Nullable String recipe;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = "With --train: float32 (default), bf16 or fp16.")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  @Mixin private NetOptions given = new NetOptions();

  @SuppressWarnings("NullAway") // picocli sets `command`
  ExportCommand() {}

  @Override
  public Integer call() throws IOException {
    requireUsage();
    Subject subject = SpecFolder.is(what) ? run() : spec();
    Optional<Graph> graph =
        SpecSource.withoutWarnings()
            .compile(command.commandLine(), subject.spec, subject.set, subject.size)
            .map(GraphSource.Compiled::graph);
    if (graph.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    if (to == Target.PYTORCH) {
      byte[] source = ModuleSource.of(graph.get()).getBytes(StandardCharsets.UTF_8);
      replace(file -> file.write(source));
    } else {
      withWeights(graph.get(), subject);
    }
    command.commandLine().getOut().println("written: %s (%s)".formatted(out, to.description));
    return ExitStatus.FINE;
  }

  private void requireUsage() {
    if (to == Target.PYTORCH && (weights != null || seed != null)) {
      throw usage(
          "source holds no weights: leave out --weights and --seed, and write them with --to"
              + " safetensors");
    }
    if ((to == Target.PYTORCH || to == Target.SAFETENSORS) && passes != Selection.NONE) {
      throw usage(
          "--passes is for torchscript and onnx: what else is written has the spec's own parameters");
    }
    if (train && (to != Target.TORCHSCRIPT || passes != Selection.NONE)) {
      throw usage("--train goes with --to torchscript, and without --passes");
    }
    if (!train && (recipe != null || precision != PrecisionChoice.AUTO)) {
      throw usage("--recipe and --precision go with --train");
    }
    if (weights != null && seed != null) {
      throw usage("--seed is for initial weights; --weights gives others");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private Subject spec() {
    return new Subject(
        what, given.set(), given.size(), Optional.ofNullable(weights).map(WeightsCopy::in));
  }

  private Subject run() {
    if (!given.isEmpty()) {
      throw usage("--set and --size go with a spec; a run has its own");
    }
    KeptNet net = KeptNet.in(Path.of(what));
    Optional<Path> own =
        seed != null || to == Target.PYTORCH
            ? Optional.empty()
            : Optional.of(
                weights == null ? net.folder().trainedWeights() : WeightsCopy.in(weights));
    return new Subject(net.spec(), net.set(), net.size(), own);
  }

  private void withWeights(Graph graph, Subject subject) throws IOException {
    if (subject.weights.isPresent()) {
      try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu())) {
        write(graph, StateDict.read(subject.weights.get(), graph, graph, manager));
      }
      return;
    }
    long from = seed == null ? 0 : seed;
    command
        .commandLine()
        .getErr()
        .println("no --weights: these are the initial weights of seed " + from);
    try (InitialWeights initial = new InitialWeights(graph, from)) {
      write(graph, initial.byName());
    }
  }

  private void write(Graph graph, Map<String, NDArray> arrays) throws IOException {
    switch (to) {
      case TORCHSCRIPT -> {
        if (train) {
          replace(step(graph, arrays)::write);
        } else {
          inference(graph, arrays, (net, w, file) -> GraphArchive.inference(net, w).write(file));
        }
      }
      case ONNX -> inference(graph, arrays, OnnxModel::write);
      case SAFETENSORS -> SafetensorsFile.write(out, Map.of(), arrays);
      case PYTORCH -> throw new IllegalStateException("source holds no weights");
    }
  }

  /** Writes the graph after its passes. */
  private void inference(Graph graph, Map<String, NDArray> arrays, Inference format)
      throws IOException {
    Transformed net = Passes.run(graph, Purpose.INFERENCE, passes);
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      Map<String, NDArray> derived = DerivedWeights.of(net, arrays, manager);
      replace(file -> format.writeTo(net.graph(), derived, file));
    }
  }

  private ScriptArchive step(Graph graph, Map<String, NDArray> arrays) {
    if (!NetFit.learnsClasses(graph)) {
      throw new DataException(
          "the net gives %s, and a training step needs one number for each class: leave out --train"
              .formatted(graph.outputShape()));
    }
    Recipe steps = recipe();
    if (steps.loss() instanceof Loss.Distillation) {
      throw usage("a step with a teacher is no archive: --recipe without distillation");
    }
    return StepArchive.of(
        graph,
        arrays,
        precision.named().orElse(Precision.FLOAT32),
        ScriptNet.step(graph, steps),
        steps.rate().scaled(steps.batch()),
        ModuleSource.of(graph));
  }

  private Recipe recipe() {
    if (recipe == null && SpecFolder.is(what)) {
      return KeptNet.in(Path.of(what)).recipe();
    }
    ModelSpec model = SpecFolder.is(what) ? null : new SpecSource().model(what).orElse(null);
    RecipeReader.Result read = TrainingOptions.ofRecipe(recipe).recipe(model, List.of());
    Report.print(read.diagnostics(), command.commandLine().getErr(), false);
    return read.recipe().orElseThrow(() -> usage("--recipe has errors"));
  }

  private void replace(Content content) throws IOException {
    try (UnfinishedFile unfinished = new UnfinishedFile(out)) {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished.path()))) {
        content.writeTo(file);
      }
      unfinished.finish();
    }
  }
}
