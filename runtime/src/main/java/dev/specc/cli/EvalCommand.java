package dev.specc.cli;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.augment.Augmenter;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.InputFit;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.predict.Predictor;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.Recipe;
import dev.specc.report.EvaluationReport;
import dev.specc.train.Evaluation;
import dev.specc.train.Evaluator;
import dev.specc.train.LabelledInputs;
import dev.specc.train.NetFit;
import java.io.PrintWriter;
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

/** {@code specc eval RUN} or {@code specc eval SPEC --weights FILE}: tests a trained net. */
@Command(
    name = "eval",
    description = "Tests a trained net on the held-out images: accuracy, loss, and each class.",
    mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON
  }

  /**
   * @param seed decides which images were held out in training
   */
  private record Subject(
      String spec,
      Map<String, String> set,
      String size,
      DataChoice data,
      long seed,
      Path weights,
      Precision precision) {}

  private final GraphSource source;

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "RUN|SPEC[#variant]",
      description = "A run folder that train left, or a spec with --weights.")
  private String what = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "A safetensors file with the names of the spec's parameters.")
  private @Nullable Path weights;

  @Mixin private NetOptions given = new NetOptions();

  @Mixin private OneDeviceOption device = new OneDeviceOption();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "As for train (default: what the run was trained on, else the subset).")
  private @Nullable String data;

  @Mixin private PassesOption passes = new PassesOption();

  @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  /** Tests what the compiler makes of the spec. */
  public EvalCommand() {
    this(SpecSource.withoutWarnings());
  }

  EvalCommand(GraphSource source) {
    this.source = source;
  }

  /**
   * @return 0, or 1 where the spec has errors
   */
  @Override
  public Integer call() {
    Subject subject = weights == null ? run() : spec(weights);
    Optional<GraphSource.Compiled> compiled =
        source.compile(commandSpec().commandLine(), subject.spec, subject.set, subject.size);
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Evaluation evaluation = evaluate(compiled.get().graph(), subject);
    PrintWriter stdout = commandSpec().commandLine().getOut();
    switch (format) {
      case TEXT -> stdout.print(EvaluationReport.text(evaluation));
      case JSON -> stdout.println(json(evaluation, subject).toPrettyString());
    }
    stdout.flush();
    return ExitStatus.FINE;
  }

  private Subject spec(Path file) {
    DataChoice images = DataChoice.asTheyAre(data == null ? Datasets.SUBSET : data);
    return new Subject(what, given.set(), given.size(), images, 0, file, Precision.FLOAT32);
  }

  private Subject run() {
    KeptNet net = KeptNet.named(commandSpec().commandLine(), what);
    if (!given.isEmpty()) {
      throw new ParameterException(
          commandSpec().commandLine(), "--set and --size go with a spec; a run has its own");
    }
    Recipe recipe = net.recipe();
    DataChoice images = data == null ? recipe.data() : recipe.data().of(data);
    return new Subject(
        net.spec(),
        net.set(),
        net.size(),
        images,
        recipe.seed(),
        net.folder().trainedWeights(),
        net.settings().precision());
  }

  private Evaluation evaluate(Graph graph, Subject subject) {
    Device where = device.device(commandSpec().commandLine());
    Dataset dataset = Datasets.open(subject.data, graph.inputs().getFirst().output(), subject.seed);
    InputFit fit = NetFit.of(graph, dataset);
    Augmenter plain;
    try (Predictor net =
        new Predictor(
            graph, graph, subject.weights, passes.selection(), where, subject.precision)) {
      plain =
          new Augmenter(
              List.of(), subject.data.normalisation(), dataset.classes().size(), net.manager());
      try (LabelledInputs inputs =
          new LabelledInputs(
              dataset.testedOn().open(net.manager()),
              pixels -> fit.fit(plain.plain(pixels)),
              dataset.classes())) {
        return Evaluator.evaluate(net, inputs);
      }
    }
  }

  private static ObjectNode json(Evaluation evaluation, Subject subject) {
    ObjectNode json = EvaluationReport.json(evaluation);
    json.put("spec", subject.spec).put("data", subject.data.source());
    return json.put("weights", subject.weights.toString());
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
