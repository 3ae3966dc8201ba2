package dev.specc.benchmark;

import ai.djl.Device;
import dev.specc.graph.Graph;
import dev.specc.memory.Bytes;
import dev.specc.memory.Engine;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.precision.Precision;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code --recompute dense} spares of memory and takes of time. Memory is measured in fresh
 * processes as {@link PeakMemory} does it, time on one thread in turns, as the time of the thread
 * that computes.
 */
public final class RecomputedStep {
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final String SPEC = System.getProperty("spec", "densenet_cifar");
  private static final String VARIANT = System.getProperty("variant", "BC-L100-k12");
  private static final int BATCH = Integer.getInteger("batch", 64);

  private RecomputedStep() {}

  /** Prints a table of both, with their ratio. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Graph graph = MeasuredStep.compile("specs/" + SPEC + ".yaml", VARIANT);
    Map<Recompute, Long> measured = new EnumMap<>(Recompute.class);
    Map<Recompute, Long> predicted = new EnumMap<>(Recompute.class);
    for (Recompute recompute : Recompute.values()) {
      StepModel model = StepModel.of(Engine.SCRIPT, Processor.CPU).recomputing(recompute);
      predicted.put(recompute, TrainingMemory.of(graph, Side.recipe(BATCH), model).tensors());
      measured.put(
          recompute, PeakMemory.inProcess("specs/" + SPEC + ".yaml", VARIANT, model, BATCH)[0]);
    }
    Map<Recompute, Double> seconds = seconds(graph);
    System.out.printf("%s#%s, batches of %d%n%n", SPEC, VARIANT, BATCH);
    System.out.println("| recompute | memory | predicted | predicted / measured | CPU s a step |");
    System.out.println("|---|---|---|---|---|");
    for (Recompute recompute : Recompute.values()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.3f | %.2f |%n",
          recompute.word(),
          Bytes.show(measured.get(recompute)),
          Bytes.show(predicted.get(recompute)),
          (double) predicted.get(recompute) / measured.get(recompute),
          seconds.get(recompute));
    }
    System.out.printf(
        Locale.ROOT,
        "| dense / none | %.3f | %.3f | | %.3f |%n",
        (double) measured.get(Recompute.DENSE) / measured.get(Recompute.NONE),
        (double) predicted.get(Recompute.DENSE) / predicted.get(Recompute.NONE),
        seconds.get(Recompute.DENSE) / seconds.get(Recompute.NONE));
  }

  /** The median of the rounds, of which each has one step of both. */
  private static Map<Recompute, Double> seconds(Graph graph) {
    Map<Recompute, double[]> times = new EnumMap<>(Recompute.class);
    Map<Recompute, Double> medians = new EnumMap<>(Recompute.class);
    try (TrainableNet kept = net(graph, Recompute.NONE);
        TrainableNet again = net(graph, Recompute.DENSE);
        NetBenchmark keptSteps = new NetBenchmark(kept, graph, BATCH);
        NetBenchmark againSteps = new NetBenchmark(again, graph, BATCH)) {
      Map<Recompute, NetBenchmark> nets =
          Map.of(Recompute.NONE, keptSteps, Recompute.DENSE, againSteps);
      nets.keySet().forEach(recompute -> times.put(recompute, new double[ROUNDS]));
      for (int round = -1; round < ROUNDS; round++) {
        for (Recompute recompute : Recompute.values()) {
          double seconds = seconds(nets.get(recompute));
          times.get(recompute)[Math.max(0, round)] = seconds;
        }
      }
    }
    times.forEach(
        (recompute, all) -> {
          Arrays.sort(all);
          medians.put(recompute, all[all.length / 2]);
        });
    return medians;
  }

  private static TrainableNet net(Graph graph, Recompute recompute) {
    return new Execution(TrainingEngine.SCRIPT, Precision.FLOAT32, recompute, List.of(Device.cpu()))
        .net(graph, Side.recipe(BATCH));
  }

  /** Of one step: the time of this thread, which alone computes. */
  private static double seconds(NetBenchmark net) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    net.train(1);
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }
}
