package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.NpyWriter;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.predict.Inputs;
import dev.specc.predict.PredictInput;
import dev.specc.predict.Predictor;
import dev.specc.predict.Treatment;
import dev.specc.report.RunException;
import dev.specc.report.TrainingImages;
import dev.specc.weights.WeightsCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code specc predict}: a trained net on a batch of inputs. */
@Command(
    name = "predict",
    description = {
      "Runs a trained net on pictures or an array, in evaluation mode.",
      "Shows the five likeliest classes of each input, or writes all outputs."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  /**
   * @param classes their names; empty where they are not known
   */
  private record Subject(
      String spec,
      Map<String, String> set,
      String size,
      Path weights,
      Precision precision,
      Treatment treatment,
      List<String> classes) {}

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "RUN|SPEC[#variant]",
      description = "A run folder that train left, or a spec with --weights.")
  private String what = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE|RUN",
      description = {
        "A safetensors file, a .pth of torch.save, or a run folder",
        "(default: the run's own)."
      })
  private @Nullable Path weights;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "X.npy|IMAGE",
      description = {
        "A PNG or JPEG picture; the option may be repeated.",
        "For a run, a picture of any size becomes what the run's images were: resized, normalised.",
        "For a spec, values are 0 to 1, and all have one size, which is the net's input size.",
        "Or (N, C, H, W) or (N, F) of float32; also float64, and whole numbers as they are."
      })
  private List<Path> input = List.of();

  @Option(names = "--output", paramLabel = "Y.npy", description = "Where to write the output.")
  private @Nullable Path output;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description = "Which of several outputs (default: the first).")
  private @Nullable String outputName;

  @Mixin private OneDeviceOption device = new OneDeviceOption();

  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "Gives a param of the spec another value.")
  private List<String> set = List.of();

  @Mixin private PassesOption passes = new PassesOption();

  @Option(names = "--format", description = "text or json, without --output (default: text).")
  private TopClasses.Format format = TopClasses.Format.TEXT;

  @SuppressWarnings("NullAway") // picocli sets `command`
  PredictCommand() {}

  @Override
  public Integer call() throws IOException {
    Subject subject = weights == null || SpecFolder.is(what) ? run() : spec(weights);
    Optional<Graph> own = compile(SpecSource.withoutWarnings(), subject, subject.size);
    if (own.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    PredictInput.requireOne(own.get());
    try (Inputs inputs = Inputs.open(input, own.get(), subject.treatment)) {
      String size = PredictInput.size(input.getFirst().toString(), inputs.dims(), own.get());
      Optional<Graph> sized = compile(SpecSource.forEvaluation(), subject, size);
      if (sized.isEmpty()) {
        return ExitStatus.INPUT_HAS_ERRORS;
      }
      run(own.get(), sized.get(), subject, inputs);
    }
    return ExitStatus.FINE;
  }

  private Subject spec(Path file) {
    return new Subject(
        what,
        Assignments.parse(command.commandLine(), set),
        "",
        WeightsCopy.in(file),
        Precision.FLOAT32,
        new Treatment.AsTheyAre(),
        List.of());
  }

  private Subject run() {
    KeptNet net = KeptNet.named(command.commandLine(), what);
    if (!set.isEmpty()) {
      throw usage("--set goes with a spec; a run has its own");
    }
    TrainingImages images =
        net.folder().readImages().orElseThrow(() -> new RunException(unknownImages(what)));
    return new Subject(
        net.spec(),
        net.set(),
        net.size(),
        weights == null ? net.folder().trainedWeights() : WeightsCopy.in(weights),
        net.settings().precision(),
        new Treatment.AsTrained(images.form(), net.recipe().data()),
        images.classes());
  }

  private static String unknownImages(String run) {
    return run
        + ": has no images.json, as runs of an older specc: what its images were is not known;"
        + " `specc predict SPEC --weights RUN` takes pictures as they are";
  }

  private Optional<Graph> compile(SpecSource source, Subject subject, String size) {
    return source
        .compile(command.commandLine(), subject.spec, subject.set, size)
        .map(GraphSource.Compiled::graph);
  }

  /** The graph with the one output that is asked for. */
  private Graph wanted(Graph graph) {
    Graph.Output output =
        graph.outputs().stream()
            .filter(o -> outputName == null || o.name().equals(outputName))
            .findFirst()
            .orElseThrow(() -> usage("there is no output " + outputName + "; " + outputs(graph)));
    if (this.output == null && graph.node(output.node()).output().rank() != 1) {
      throw usage(
          "each output is %s, no list of classes: --output Y.npy writes it"
              .formatted(graph.node(output.node()).output()));
    }
    return new Graph(graph.name(), graph.variant(), graph.nodes(), List.of(output), graph.heads());
  }

  private static String outputs(Graph graph) {
    return "the outputs: "
        + String.join(", ", graph.outputs().stream().map(Graph.Output::name).toList());
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private interface Sink {
    void take(ByteBuffer floats) throws IOException;
  }

  private void run(Graph trained, Graph sized, Subject subject, Inputs inputs) throws IOException {
    Graph graph = wanted(sized);
    Shape each = graph.outputShape();
    int atOnce = PredictInput.atOnce(graph);
    Device where = device.device(command.commandLine());
    try (Predictor net =
        new Predictor(
            trained, graph, subject.weights, passes.selection(), where, subject.precision)) {
      if (output == null) {
        boolean learned = graph.outputs().equals(sized.outputs().subList(0, 1));
        List<String> names = learned ? subject.classes : List.of();
        TopClasses top = new TopClasses(Math.toIntExact(each.channels()), names, inputs::name);
        predict(net, inputs, atOnce, top::add);
        top.print(format, command.commandLine().getOut());
        return;
      }
      List<Long> dims = new ArrayList<>(List.of(inputs.dims().getFirst()));
      dims.addAll(each.dims());
      try (NpyWriter writer = new NpyWriter(output, dims)) {
        predict(net, inputs, atOnce, writer::append);
        writer.finish();
      }
      command.commandLine().getOut().println("written: " + output);
    }
  }

  private static void predict(Predictor net, Inputs inputs, int atOnce, Sink sink)
      throws IOException {
    long count = inputs.dims().getFirst();
    for (long from = 0; from < count; from += atOnce) {
      sink.take(net.predict(inputs, from, (int) Math.min(atOnce, count - from)));
    }
  }
}
