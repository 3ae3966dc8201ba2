package dev.specc.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.memory.MemoryFormat;
import dev.specc.read.FileSources;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.ConditionedWeights;
import dev.specc.weights.DerivedWeights;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times inference without passes, with those that run by default, and with all; in turns, on the
 * block engine and on the script engine with either format of memory.
 *
 * <p>Counts the time of the one thread that computes: give {@code -Dai.djl.pytorch.num_threads=1}.
 */
public final class InferencePasses {
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final String NETS = System.getProperty("nets", "");
  private static final List<String> SPECS =
      List.of(
          "resnet#resnet50",
          "googlenet#torchvision",
          "inception_v3",
          "bn_inception",
          "inception_v4",
          "squeezenet#squeezenet1_1");
  private static final List<Integer> BATCHES = List.of(1, 8);

  private InferencePasses() {}

  /** One way to run a net. */
  private interface Run {
    void forward(NDList images);
  }

  public static void main(String[] args) {
    System.out.println(
        "| net | batch | engine | plain ms | default / plain | all / plain | all / default |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String spec : SPECS) {
      if (spec.contains(NETS)) {
        BATCHES.forEach(batch -> measure(spec, batch));
      }
    }
  }

  private static void measure(String spec, int batch) {
    Graph graph = compile(spec);
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
      Map<String, NDArray> given = ConditionedWeights.of(graph, manager, 1);
      List<Transformed> versions =
          Stream.of(Selection.NONE, Selection.DEFAULT, Selection.ALL)
              .map(selection -> Passes.run(graph, Purpose.INFERENCE, selection))
              .toList();
      Map<String, List<Run>> engines = new LinkedHashMap<>();
      for (Transformed net : versions) {
        Map<String, NDArray> weights = DerivedWeights.of(net, given, manager);
        add(engines, "blocks", blocks(net.graph(), weights, manager));
        for (MemoryFormat format : MemoryFormat.values()) {
          String name = "script, " + format.name().toLowerCase(Locale.ROOT).replace('_', ' ');
          add(engines, name, script(net.graph(), weights, format));
        }
      }
      List<Long> dims = graph.inputs().getFirst().output().dims();
      Shape shape = new Shape(batch).addAll(new Shape(dims.stream().mapToLong(d -> d).toArray()));
      NDArray images = manager.randomNormal(shape);
      engines.forEach((name, runs) -> row(spec, batch, name, times(runs, images)));
    }
  }

  private static void add(Map<String, List<Run>> engines, String name, Run run) {
    engines.computeIfAbsent(name, n -> new ArrayList<>()).add(run);
  }

  private static Run blocks(Graph graph, Map<String, NDArray> weights, NDManager manager) {
    GraphBlock block = GraphBlock.with(graph, manager, weights);
    ParameterStore store = new ParameterStore(manager, false);
    return images -> Unrecorded.get(() -> block.forward(store, images, false));
  }

  private static Run script(Graph graph, Map<String, NDArray> weights, MemoryFormat format) {
    TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0, false));
    return GraphScript.load(graph, weights, Device.cpu(), ScriptOptions.float32(format), step)
        ::predict;
  }

  private static Graph compile(String spec) {
    String[] parts = spec.split("#");
    Compiler.Request request =
        new Compiler.Request(
            "specs/" + parts[0] + ".yaml", parts.length > 1 ? parts[1] : null, Map.of(), null);
    return new Compiler(new FileSources()).compile(request.forEvaluation()).graphs().getFirst();
  }

  /** Milliseconds of each round for each way, in turns; two rounds before do not count. */
  private static double[][] times(List<Run> runs, NDArray images) {
    double[][] times = new double[runs.size()][ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      for (int i = 0; i < runs.size(); i++) {
        try (NDManager scope = images.getManager().newSubManager()) {
          NDArray batch = images.duplicate();
          batch.attach(scope);
          long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          runs.get(i).forward(new NDList(batch));
          long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          if (round >= 0) {
            times[i][round] = (end - start) / 1e6;
          }
        }
      }
    }
    return times;
  }

  private static void row(String spec, int batch, String engine, double[][] times) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %.1f | %.3f | %.3f | %.3f |%n",
        spec,
        batch,
        engine,
        median(times[0]),
        ratio(times[1], times[0]),
        ratio(times[2], times[0]),
        ratio(times[2], times[1]));
  }

  /** The median of the rounds' ratios: what slows the machine slows both sides of a round. */
  private static double ratio(double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
