package dev.specc.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.ImageReader;
import dev.specc.graph.Graph;
import dev.specc.report.EvaluationReport;
import dev.specc.report.RunFolder;
import dev.specc.report.RunSettings;
import dev.specc.report.TrainingConsole;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluator;
import dev.specc.train.Examination;
import dev.specc.train.GraphNet;
import dev.specc.train.NetFit;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainableNet;
import dev.specc.train.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc train SPEC}: trains a net and leaves a run folder. */
@Command(
    name = "train",
    description = {
      "Train a net on labelled images.",
      "Shows how it goes, prints the test accuracy at the end, and leaves a folder with metrics,"
          + " curves, settings and weights."
    },
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  private final GraphSource source;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "What to train.")
  private String spec = "";

  @Mixin private NetOptions given = new NetOptions();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = Datasets.SUBSET,
      description = {
        "fashion-mnist-subset (default): 6,000 + 1,000 images that come with specc;",
        "fashion-mnist: all of it, from the Debian package dataset-fashion-mnist;",
        "or a folder: MNIST's four IDX files, gzip'd or not; CIFAR-10's or CIFAR-100's binary files;"
            + " x_train.npy and y_train.npy; or a folder of PNG and JPEG images for each class, in"
            + " train/ and val/ or test/."
      })
  private String data = Datasets.SUBSET;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; it must not exist yet. Default: runs/NAME-TIME.")
  private @Nullable Path out;

  @Mixin private TrainingOptions options = new TrainingOptions();

  /** Trains what the compiler makes of the spec. */
  public TrainCommand() {
    this(new SpecSource());
  }

  TrainCommand(GraphSource source) {
    this.source = source;
  }

  /**
   * @return 0, or 1 where the spec has errors
   */
  @Override
  public Integer call() {
    options.validate(commandSpec());
    Optional<GraphSource.Compiled> compiled =
        source.compile(commandSpec().commandLine(), spec, given.set(), given.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Dataset dataset = Datasets.open(data, compiled.get().graph().inputs().getFirst().output());
    NetFit.of(compiled.get().graph(), dataset);
    train(compiled.get(), dataset);
    return ExitStatus.FINE;
  }

  private void train(GraphSource.Compiled compiled, Dataset dataset) {
    Graph graph = compiled.graph();
    Device device = TorchEngine.get().defaultDevice();
    RunFolder folder = folder(graph);
    folder.begin(compiled.text(), settings(compiled, device));
    try (TrainableNet net = new GraphNet(graph, options.optimizer(), device);
        TrainingConsole console = new TrainingConsole(System.err, Terminal.showsProgress());
        TrainingRecorder recorder = new TrainingRecorder(net, folder, console, graph)) {
      System.err.printf(
          Locale.ROOT,
          "training %s on %s: %,d images, %,d held out, %d epochs, %s%n",
          name(graph),
          dataset.name(),
          dataset.train().count(),
          dataset.chosenBy().count(),
          options.settings().epochs(),
          name(device));
      List<EpochResult> results =
          new Training(net, graph, dataset, options.settings(), recorder).run();
      if (!recorder.shouldStop()) {
        recorder.finish(examine(net, graph, dataset), dataset.testedOn());
        summarise(results, folder);
      }
    }
  }

  private RunFolder folder(Graph graph) {
    return out == null
        ? RunFolder.create(Path.of("runs"), name(graph), LocalDateTime.now())
        : RunFolder.createAt(out);
  }

  private RunSettings settings(GraphSource.Compiled compiled, Device device) {
    return new RunSettings(
        compiled.spec(),
        compiled.graph().variant(),
        given.set(),
        given.size(),
        data,
        options.settings(),
        name(device),
        versions());
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("specc", SpeccVersion.get());
    versions.put("djl", Engine.getDjlVersion());
    versions.put("libtorch", TorchEngine.get().getVersion());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  private static Examination examine(TrainableNet net, Graph graph, Dataset dataset) {
    try (ImageReader images = dataset.testedOn().open(net.manager())) {
      return Evaluator.examine(net, images, NetFit.of(graph, dataset), dataset.classes());
    }
  }

  /** {@code cpu}, or {@code gpu(0)}. */
  private static String name(Device device) {
    return device.isGpu() ? device.toString() : device.getDeviceType();
  }

  private static String name(Graph graph) {
    return graph.variant().isEmpty() ? graph.name() : graph.name() + "-" + graph.variant();
  }

  private void summarise(List<EpochResult> results, RunFolder folder) {
    EpochResult last = results.getLast();
    EpochResult best =
        results.stream().max(Comparator.comparingDouble(r -> r.heldOut().accuracy())).orElseThrow();
    PrintWriter stdout = commandSpec().commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%s; best %.4f after epoch %d%nrun folder: %s%n",
        EvaluationReport.accuracy(last.heldOut()),
        best.heldOut().accuracy(),
        best.epoch(),
        folder.path());
    stdout.flush();
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
