package dev.specc.benchmark;

import ai.djl.Device;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingEngine;
import java.util.List;
import java.util.Map;

/**
 * The memory that training steps of one net take in this process: the high-water mark of its
 * resident set while they run, less the resident set before the net was made. A tiny net has
 * trained before, so that libraries, kernels and the JVM's own code are loaded. The process is
 * started as {@link PeakMemory} does it: malloc gives each tensor pages of its own and returns them
 * at once, and the Java heap is touched beforehand.
 */
final class MeasuredStep {
  private static final int STEPS = 3;

  private MeasuredStep() {}

  /**
   * Prints the bytes, and those resident before without the Java heap. Arguments: the engine, the
   * precision, what it recomputes, the spec, the variant or {@code -}, the batch.
   */
  public static void main(String[] args) {
    TrainingEngine engine = TrainingEngine.valueOf(args[0]);
    Precision precision = Precision.valueOf(args[1]);
    Recompute recompute = Recompute.valueOf(args[2]);
    Execution execution = new Execution(engine, precision, recompute, List.of(Device.cpu()));
    train(execution, compile("specs/lenet.yaml", "-"), 2);
    Graph graph = compile(args[3], args[4]);
    System.gc();
    long before = ResidentMemory.now().orElseThrow();
    long peak = train(execution, graph, Integer.parseInt(args[5]));
    System.out.println((peak - before) + " " + (before - Runtime.getRuntime().totalMemory()));
  }

  /** Trains a new net for a few steps, and gives the high-water mark. */
  private static long train(Execution execution, Graph graph, int batch) {
    try (TrainableNet net = execution.net(graph, Side.recipe(batch));
        NetBenchmark steps = new NetBenchmark(net, graph, batch)) {
      ResidentMemory.resetPeak();
      for (int i = 0; i < STEPS; i++) {
        steps.train(1);
      }
      return ResidentMemory.peak().orElseThrow();
    }
  }

  static Graph compile(String spec, String variant) {
    Compiler.Request request =
        new Compiler.Request(spec, variant.equals("-") ? null : variant, Map.of(), null)
            .withoutRecipe();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }
}
