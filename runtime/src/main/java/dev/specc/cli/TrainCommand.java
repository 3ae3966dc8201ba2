package dev.specc.cli;

import dev.specc.data.Dataset;
import dev.specc.graph.Graph;
import dev.specc.report.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
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

/** {@code specc train SPEC}: trains a net and leaves a run folder. */
@Command(
    name = "train",
    description = {
      "Trains a net on labelled images.",
      "Shows how it goes, prints the test accuracy at the end, and leaves a folder with metrics,"
          + " curves, settings and weights."
    },
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  private final GraphSource source;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", arity = "0..1", description = "What to train.")
  private String spec = "";

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was interrupted: its folder. It keeps its own settings.")
  private @Nullable Path resumed;

  @Mixin private NetOptions given = new NetOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; it must not exist yet. Default: runs/NAME-TIME.")
  private @Nullable Path out;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Mixin private DeviceOption device = new DeviceOption();

  /** Trains what the compiler makes of the spec. */
  public TrainCommand() {
    this(new SpecSource());
  }

  TrainCommand(GraphSource source) {
    this.source = source;
  }

  /**
   * @return 0, 1 where the spec or the recipe has errors, or 2 where an option has one
   */
  @Override
  public Integer call() {
    CommandLine line = commandSpec().commandLine();
    if (resumed != null) {
      requireNothingElse(line);
      return ResumedRun.go(line, resumed, device);
    }
    if (spec.isEmpty()) {
      throw new ParameterException(line, "train takes a spec, or --resume RUN");
    }
    TrainingPlan.Resolution resolved = TrainingPlan.resolve(line, source, spec, given, options);
    resolved.toRun(line, options).ifPresent(plan -> run(line, plan));
    return resolved.status();
  }

  private void run(CommandLine line, TrainingPlan plan) {
    Dataset images = TrainingRun.dataset(plan.graph(), plan.recipe());
    plan.train(line, images, device.several(line), () -> folder(plan.graph()))
        .ifPresent(outcome -> outcome.print(line.getOut()));
  }

  private static void requireNothingElse(CommandLine line) {
    boolean others =
        line.getParseResult().matchedOptions().stream()
            .anyMatch(option -> !List.of("--resume", "--device").contains(option.longestName()));
    if (others || !line.getParseResult().matchedPositionals().isEmpty()) {
      throw new ParameterException(
          line,
          "--resume takes the run's folder alone, and --device: a run that goes on keeps its"
              + " settings");
    }
  }

  private RunFolder folder(Graph graph) {
    return out == null
        ? RunFolder.create(Path.of("runs"), TrainingRun.name(graph), LocalDateTime.now())
        : RunFolder.createAt(out);
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
