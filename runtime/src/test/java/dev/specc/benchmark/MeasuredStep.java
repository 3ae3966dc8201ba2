package dev.specc.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.Compiler;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.memory.Recompute;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.train.Execution;
import dev.specc.train.StepSettings;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Prints the bytes, and those resident before without the Java heap. Arguments: the engine, what
   * it recomputes, the spec, the variant or {@code -}, the batch.
   */
  public static void main(String[] args) throws IOException {
    TrainingEngine engine = TrainingEngine.valueOf(args[0]);
    Recompute recompute = Recompute.valueOf(args[1]);
    train(engine, recompute, compile("specs/lenet.yaml", "-"), 2);
    Graph graph = compile(args[2], args[3]);
    System.gc();
    long before = status("VmRSS");
    long peak = train(engine, recompute, graph, Integer.parseInt(args[4]));
    System.out.println((peak - before) + " " + (before - Runtime.getRuntime().totalMemory()));
  }

  /** Trains a new net for a few steps, and gives the high-water mark. */
  private static long train(TrainingEngine engine, Recompute recompute, Graph graph, int batch)
      throws IOException {
    Execution execution =
        new Execution(engine, Precision.FLOAT32, recompute, List.of(Device.cpu()));
    try (TrainableNet net = execution.net(graph, recipe(batch))) {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      for (int i = 0; i < STEPS; i++) {
        step(net, graph, batch, i);
      }
      return status("VmHWM");
    }
  }

  private static void step(TrainableNet net, Graph graph, int batch, int number) {
    try (NDManager manager = net.manager().newSubManager()) {
      List<Long> dims = graph.inputs().getFirst().output().dims();
      Shape shape = new Shape(batch).addAll(new Shape(dims.stream().mapToLong(d -> d).toArray()));
      NDArray images = manager.randomNormal(shape);
      long classes = graph.outputShape().channels();
      NDArray labels = manager.randomInteger(0, classes, new Shape(batch), DataType.INT64);
      net.step(new Batch(images, labels), new StepSettings(number, 1e-4, number)).loss().getFloat();
    }
  }

  /** What both engines train by: SGD with momentum. */
  static Recipe recipe(int batch) {
    return RecipeReader.defaults(List.of())
        .recipe()
        .orElseThrow()
        .with()
        .optimizer(new Optimizer.Sgd(0.9, false, Optimizer.Decay.NONE))
        .batch(batch)
        .build();
  }

  static Graph compile(String spec, String variant) {
    Compiler.Request request =
        new Compiler.Request(spec, variant.equals("-") ? null : variant, Map.of(), null)
            .withoutRecipe();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  /** A line of /proc/self/status, in bytes. */
  private static long status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
