package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.NpyWriter;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.predict.Inputs;
import dev.specc.predict.PredictInput;
import dev.specc.predict.Predictor;
import dev.specc.weights.WeightsCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc predict}: a net with weights on a batch of inputs. */
@Command(
    name = "predict",
    description = {
      "Runs a net with weights from a file on a batch of inputs, in evaluation mode.",
      "Shows the five largest outputs of each input, or writes all of them."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "The net.")
  private String spec = "";

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE|RUN",
      description = "A safetensors file, a .pth of torch.save, or a run folder.")
  private Path weights = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "X.npy|IMAGE",
      description = {
        "(N, C, H, W) or (N, F) of float32; also float64, and whole numbers as they are.",
        "Or a PNG or JPEG image, as values from 0 to 1; the option may be repeated for images of one"
            + " size.",
        "Its height and width are the input size."
      })
  private List<Path> input = List.of();

  @Option(names = "--output", paramLabel = "Y.npy", description = "Where to write the output.")
  private @Nullable Path output;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description = "Which of several outputs (default: the first).")
  private @Nullable String outputName;

  @Mixin private DeviceOption device = new DeviceOption();

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
    Optional<Graph> own = compile(SpecSource.withoutWarnings(), "");
    if (own.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    try (Inputs inputs = Inputs.open(input, own.get())) {
      Optional<Graph> sized =
          compile(
              SpecSource.forEvaluation(),
              PredictInput.size(input.getFirst().toString(), inputs.dims(), own.get()));
      if (sized.isEmpty()) {
        return ExitStatus.INPUT_HAS_ERRORS;
      }
      run(own.get(), wanted(sized.get()), inputs);
    }
    return ExitStatus.FINE;
  }

  private Optional<Graph> compile(SpecSource source, String size) {
    CommandLine line = command.commandLine();
    return source
        .compile(line, spec, Assignments.parse(line, set), size)
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

  private void run(Graph trained, Graph graph, Inputs inputs) throws IOException {
    Shape each = graph.outputShape();
    if (output == null) {
      TopClasses top = new TopClasses(Math.toIntExact(each.channels()));
      predict(trained, graph, inputs, top::add);
      top.print(format, command.commandLine().getOut());
      return;
    }
    List<Long> dims = new ArrayList<>(List.of(inputs.dims().getFirst()));
    dims.addAll(each.dims());
    try (NpyWriter writer = new NpyWriter(output, dims)) {
      predict(trained, graph, inputs, writer::append);
      writer.finish();
    }
  }

  private void predict(Graph trained, Graph graph, Inputs inputs, Sink sink) throws IOException {
    long count = inputs.dims().getFirst();
    int atOnce = PredictInput.atOnce(graph);
    Device where = device.one(command.commandLine());
    Path file = WeightsCopy.in(weights);
    try (Predictor predictor =
        new Predictor(trained, graph, file, passes.selection(), where, Precision.FLOAT32)) {
      for (long from = 0; from < count; from += atOnce) {
        int some = (int) Math.min(atOnce, count - from);
        sink.take(predictor.predict(inputs.rows(from, some), some));
      }
    }
  }
}
