package dev.specc.cli;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.benchmark.FirstSteps;
import dev.specc.benchmark.NetBenchmark;
import dev.specc.benchmark.ResidentMemory;
import dev.specc.benchmark.Rounds;
import dev.specc.benchmark.Timing;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.memory.Bytes;
import dev.specc.memory.TrainingMemory;
import dev.specc.train.Execution;
import dev.specc.train.NetFit;
import dev.specc.train.TrainableNet;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc bench SPEC}: how long a training step and inference take on this machine. */
@Command(
    name = "bench",
    description = {
      "Times a training step and inference on this machine, and shows the memory that they took.",
      "The net gets one batch of noise again and again: no data are read."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer>, TrainsOtherwise {
  private static final double MILLIS_OF_A_ROUND = 300;

  /** As many as docs/memory.md was measured with. */
  private static final int STEPS_FOR_MEMORY = 3;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "The net.")
  private String spec = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "How often each is timed; the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Mixin private NetOptions given = new NetOptions();

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Mixin private DeviceOption where = new DeviceOption();

  @SuppressWarnings("NullAway") // picocli sets `command`
  BenchCommand() {}

  /**
   * @param step null where the net gives no list of classes, and so has nothing to learn by
   * @param resident bytes of the process before the net was made
   * @param peak the most bytes while it trained
   * @param threads that computed on the CPU
   */
  private record Measured(
      @Nullable Timing step,
      Timing inference,
      OptionalLong resident,
      OptionalLong peak,
      int threads) {}

  @Override
  public Set<String> withoutEffect() {
    return Set.of("--data", "--epochs", "--init", "--seed");
  }

  /**
   * @return 0, 1 where the spec or the recipe has errors, or 2 where an option has one
   */
  @Override
  public Integer call() {
    CommandLine line = command.commandLine();
    if (rounds < 1) {
      throw new ParameterException(line, "--rounds must be at least 1");
    }
    TrainingPlan.Resolution resolved =
        TrainingPlan.resolve(line, SpecSource.withoutWarnings(), spec, given, options);
    Optional<TrainingPlan> toRun = resolved.toRun(line, options);
    if (toRun.isEmpty()) {
      return resolved.status();
    }
    TrainingPlan plan = toRun.get();
    if (plan.graph().inputs().size() != 1) {
      throw new DataException("the net takes several inputs, and bench gives it one");
    }
    if (NetFit.learnsClasses(plan.graph())) {
      NetFit.requireHeads(plan.graph());
    } else {
      line.getErr()
          .printf(
              "the net gives %s, no list of classes: inference alone is timed%n",
              plan.graph().outputShape());
    }
    Execution execution = plan.execution(line, where.several(line));
    MemoryAdvice advice = MemoryAdvice.of(plan.graph(), plan.recipe(), execution);
    Measured measured =
        advice.during(() -> measure(plan, execution, line.getErr()), line.getErr()::println);
    TrainingMemory predicted = advice.needed();
    switch (format) {
      case TEXT -> text(plan, execution, measured, predicted, line.getOut());
      case JSON ->
          line.getOut().println(json(plan, execution, measured, predicted).toPrettyString());
    }
    line.getOut().flush();
    return ExitStatus.FINE;
  }

  private Measured measure(TrainingPlan plan, Execution execution, PrintWriter err) {
    IntConsumer progress =
        round -> {
          if (Terminal.showsProgress()) {
            err.print(
                "\rround %d of %d%s".formatted(round, rounds, round < rounds ? "" : "\r\033[K"));
            err.flush();
          }
        };
    FirstSteps.run(execution, plan.recipe());
    OptionalLong resident = ResidentMemory.now();
    try (TrainableNet net = execution.net(plan.graph(), plan.recipe());
        NetBenchmark bench = new NetBenchmark(net, plan.graph(), plan.recipe().batch())) {
      ResidentMemory.resetPeak();
      Rounds turns = new Rounds(rounds, MILLIS_OF_A_ROUND);
      if (!NetFit.learnsClasses(plan.graph())) {
        Timing inference = turns.time(List.of(bench::predict), progress).getFirst();
        OptionalLong none = OptionalLong.empty();
        return new Measured(null, inference, none, none, JniUtils.getNumThreads());
      }
      bench.train(STEPS_FOR_MEMORY);
      OptionalLong peak = ResidentMemory.peak();
      List<Timing> timings = turns.time(List.of(bench::train, bench::predict), progress);
      return new Measured(timings.get(0), timings.get(1), resident, peak, JniUtils.getNumThreads());
    }
  }

  private static void text(
      TrainingPlan plan,
      Execution execution,
      Measured measured,
      TrainingMemory predicted,
      PrintWriter out) {
    Device device = execution.device();
    int batch = plan.recipe().batch();
    Graph graph = plan.graph();
    out.printf(
        "%s, input %s, batches of %,d, engine %s, %s, %s%n%n",
        TrainingRun.name(graph),
        graph.inputs().getFirst().output(),
        batch,
        plan.engine().word(),
        execution.precision().word(),
        where(execution, measured.threads));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "median ms", "quartiles", "images/s"));
    if (measured.step != null) {
      rows.add(row("training step", measured.step, batch));
    }
    rows.add(row("inference", measured.inference, batch));
    Columns.print(rows, out);
    if (execution.devices().size() > 1) {
      out.println("The devices share each batch of a step; inference runs on the first alone.");
    }
    if (measured.peak.isPresent() && measured.resident.isPresent() && !device.isGpu()) {
      out.println();
      memory(measured.resident.getAsLong(), measured.peak.getAsLong(), predicted, out);
    }
  }

  /** The devices, and the threads that each of them has on a CPU. */
  private static String where(Execution execution, int threads) {
    String devices = DeviceOption.text(execution.devices());
    String each = execution.devices().size() > 1 ? " each" : "";
    return execution.device().isGpu()
        ? devices
        : "%s (%s%s)".formatted(devices, Report.plural(threads, "thread"), each);
  }

  /** In the terms of {@code specc fit}, whose total this is. */
  private static void memory(long resident, long peak, TrainingMemory predicted, PrintWriter out) {
    long net = Math.max(0, peak - resident);
    Columns.print(
        List.of(
            List.of("memory", "measured", "predicted by specc fit"),
            List.of("training step", Bytes.show(net), Bytes.show(predicted.tensors())),
            List.of(
                "process and libraries", Bytes.show(resident), Bytes.show(predicted.workspace())),
            List.of("total", Bytes.show(resident + net), Bytes.show(predicted.total()))),
        out);
    out.println("Measured is what the system gave: malloc keeps some of it between steps,");
    out.println("and the prediction leaves room for the Java heap to grow.");
  }

  private static List<String> row(String name, Timing timing, int batch) {
    return List.of(
        name,
        number(timing.median()),
        number(timing.quantile(0.25)) + " to " + number(timing.quantile(0.75)),
        String.format(Locale.ROOT, "%,.0f", batch * 1000 / timing.median()));
  }

  private static String number(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.3f" : "%.1f", millis);
  }

  private ObjectNode json(
      TrainingPlan plan, Execution execution, Measured measured, TrainingMemory predicted) {
    ObjectNode json = JSON.createObjectNode();
    json.put("spec", spec).put("variant", plan.graph().variant());
    json.put("batch", plan.recipe().batch()).put("engine", plan.engine().word());
    json.put("precision", execution.precision().word());
    json.put("device", DeviceOption.text(execution.devices()));
    json.put("threads", measured.threads).put("rounds", rounds);
    if (measured.step != null) {
      timing(json.putObject("step"), measured.step, plan.recipe().batch());
    }
    timing(json.putObject("inference"), measured.inference, plan.recipe().batch());
    ObjectNode memory = json.putObject("memory");
    measured.resident.ifPresent(bytes -> memory.put("before", bytes));
    measured.peak.ifPresent(bytes -> memory.put("peak", bytes));
    memory.put("predicted", predicted.tensors());
    return json;
  }

  private static void timing(ObjectNode json, Timing timing, int batch) {
    json.put("median", timing.median());
    json.put("lowerQuartile", timing.quantile(0.25)).put("upperQuartile", timing.quantile(0.75));
    json.put("imagesPerSecond", batch * 1000 / timing.median());
  }
}
