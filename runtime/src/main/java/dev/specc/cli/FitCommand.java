package dev.specc.cli;

import ai.djl.Device;
import dev.specc.graph.Graph;
import dev.specc.memory.Bytes;
import dev.specc.memory.MemoryTable;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.precision.Precision;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainingEngine;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc fit SPEC}: the largest batch that memory allows, by the static estimate. */
@Command(
    name = "fit",
    description = {
      "Shows the largest batch that fits into memory, and what takes the memory.",
      "With --batch, what a batch of that many takes.",
      "Nothing is trained or allocated: it is an estimate, from the shapes alone."
    },
    mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer>, TrainsOtherwise {
  /** A batch that is larger by less than this is not worth computing anything again. */
  private static final double WORTH_IT = 1.2;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "The net.")
  private String spec = "";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "How much there is, such as 16GiB or 800MB (default: what the GPU has free, or the machine"
              + " where there is none).")
  private String memory = "";

  @Option(
      names = "--processor",
      description = "What it runs on: cpu or gpu (default: this machine's; cpu with --memory).")
  private Optional<Processor> processor = Optional.empty();

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Mixin private NetOptions given = new NetOptions();

  @Mixin private TrainingOptions options = new TrainingOptions();

  @SuppressWarnings("NullAway") // picocli sets `command`
  FitCommand() {}

  /**
   * How much memory there is, and where.
   *
   * @param preferred what {@code --precision auto} means there; float32 where no device was asked
   */
  private record Limit(long bytes, Processor processor, Precision preferred) {}

  @Override
  public Set<String> withoutEffect() {
    return Set.of("--data", "--epochs", "--init", "--seed", "--lr", "--weight-decay");
  }

  /**
   * @return 0, 1 where the spec or the recipe has errors or no batch fits, or not the one that was
   *     asked for, or 2 where an option has one
   */
  @Override
  public Integer call() {
    CommandLine line = command.commandLine();
    Optional<Long> written = memory.isEmpty() ? Optional.empty() : Optional.of(written(line));
    TrainingPlan.Resolution resolved =
        TrainingPlan.resolve(line, SpecSource.withoutWarnings(), spec, given, options);
    Optional<TrainingPlan> toRun = resolved.toRun(line, options);
    if (toRun.isEmpty()) {
      return resolved.status();
    }
    TrainingPlan plan = toRun.get();
    Limit limit =
        written
            .map(bytes -> new Limit(bytes, processor.orElse(Processor.CPU), Precision.FLOAT32))
            .orElseGet(() -> ofThisMachine(plan.engine()));
    return fit(plan, limit, line.getOut());
  }

  private long written(CommandLine line) {
    if (memory.strip().matches("\\d{1,6}")) {
      String size = memory.strip();
      throw new ParameterException(
          line, "--memory %1$s has no unit: write %1$sGiB, %1$sMiB or %1$sB".formatted(size));
    }
    return Bytes.parse(memory)
        .filter(bytes -> bytes > 0)
        .orElseThrow(
            () ->
                new ParameterException(
                    line, "--memory is like 16GiB or 800MB (at most 8TiB), not `" + memory + "`"));
  }

  private Limit ofThisMachine(TrainingEngine engine) {
    Device device =
        processor.filter(Processor.CPU::equals).isPresent()
            ? Device.cpu()
            : TorchEngine.get().defaultDevice();
    if (processor.filter(Processor.GPU::equals).isPresent() && !device.isGpu()) {
      throw new ParameterException(
          command.commandLine(), "there is no GPU here: say how much memory it has with --memory");
    }
    return new Limit(
        MachineMemory.available(device),
        MemoryAdvice.processor(device),
        Execution.preferredPrecision(engine, device));
  }

  private int fit(TrainingPlan plan, Limit limit, PrintWriter out) {
    Graph graph = plan.graph();
    Recipe recipe = plan.recipe();
    StepModel model =
        new StepModel(
            MemoryAdvice.modelOf(plan.engine()),
            limit.processor,
            plan.precision().named().orElse(limit.preferred),
            plan.recompute());
    OptionalInt largest = TrainingMemory.largestBatch(graph, recipe, model, limit.bytes);
    boolean asked = options.namesBatch();
    Recipe shown = asked ? recipe : recipe.with().batch(largest.orElse(1)).build();
    TrainingMemory estimate = TrainingMemory.of(graph, shown, model);
    switch (format) {
      case TEXT -> {
        out.println(headline(graph, limit, largest));
        if (asked) {
          out.println(
              "batches of %,d take %s:".formatted(estimate.batch(), Bytes.show(estimate.total())));
        }
        out.println();
        out.print(MemoryTable.of(estimate));
        assumed(plan, model).ifPresent(out::println);
        recomputing(plan, model, limit, largest).ifPresent(out::println);
      }
      case JSON ->
          Json.fit(new Json.Fit(spec, graph.variant(), model, limit.bytes, largest, estimate), out);
    }
    boolean fits = asked ? estimate.total() <= limit.bytes : largest.isPresent();
    return fits ? ExitStatus.FINE : ExitStatus.INPUT_HAS_ERRORS;
  }

  private static String headline(Graph graph, Limit limit, OptionalInt largest) {
    String form =
        largest.isEmpty()
            ? "%s: not even one image fits into %s"
            : largest.getAsInt() == TrainingMemory.LARGEST_BATCH
                ? "%s: batches of %3$,d and more fit into %2$s"
                : "%s: batches of up to %3$,d fit into %2$s";
    return form.formatted(TrainingRun.name(graph), Bytes.show(limit.bytes), largest.orElse(0));
  }

  /** What was left to a GPU, and decided without one. */
  private Optional<String> assumed(TrainingPlan plan, StepModel model) {
    boolean decided =
        memory.isEmpty()
            || model.processor() == Processor.CPU
            || plan.precision().named().isPresent()
            || !plan.engine().computesIn(Precision.BF16);
    return decided
        ? Optional.empty()
        : Optional.of(
            "%nfloat32 assumed: on a GPU of compute capability 8.0 or more --precision auto is bf16; --precision bf16 estimates that"
                .formatted());
  }

  /** What {@code --recompute dense} would allow, where that is worth its time. */
  private static Optional<String> recomputing(
      TrainingPlan plan, StepModel model, Limit limit, OptionalInt largest) {
    if (!plan.engine().recomputes() || model.recompute() == Recompute.DENSE) {
      return Optional.empty();
    }
    StepModel dense = model.recomputing(Recompute.DENSE);
    int larger =
        TrainingMemory.largestBatch(plan.graph(), plan.recipe(), dense, limit.bytes).orElse(0);
    return larger > WORTH_IT * largest.orElse(0)
        ? Optional.of("%nwith --recompute dense: batches of up to %,d".formatted(larger))
        : Optional.empty();
  }
}
