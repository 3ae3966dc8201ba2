package dev.specc.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.specc.Compiler;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.MemoryFormat;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.memory.Engine;
import dev.specc.read.FileSources;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.train.GraphNet;
import dev.specc.train.StepSettings;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  /** A net that trains. */
  private interface Side extends AutoCloseable {
    void step(NDArray images, NDArray labels, int number);

    @Override
    void close();
  }

  /**
   * Prints the bytes, and those resident before without the Java heap. Arguments: the engine, the
   * spec, the variant or {@code -}, the batch.
   */
  public static void main(String[] args) throws IOException {
    Engine engine = Engine.valueOf(args[0]);
    train(engine, compile("specs/lenet.yaml", "-"), 2);
    Graph graph = compile(args[1], args[2]);
    System.gc();
    long before = status("VmRSS");
    long peak = train(engine, graph, Integer.parseInt(args[3]));
    System.out.println((peak - before) + " " + (before - Runtime.getRuntime().totalMemory()));
  }

  /** Trains a new net for a few steps, and gives the high-water mark. */
  private static long train(Engine engine, Graph graph, int batch) throws IOException {
    try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
        Side side = side(engine, graph, manager)) {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      for (int i = 0; i < STEPS; i++) {
        step(manager, side, graph, batch, i);
      }
      return status("VmHWM");
    }
  }

  private static void step(NDManager owner, Side side, Graph graph, int batch, int number) {
    try (NDManager manager = owner.newSubManager()) {
      long[] dims = graph.inputs().getFirst().output().dims().stream().mapToLong(d -> d).toArray();
      NDArray images = manager.randomNormal(new Shape(batch).addAll(new Shape(dims)));
      long classes = graph.outputShape().channels();
      NDArray labels = manager.randomInteger(0, classes, new Shape(batch), DataType.INT64);
      side.step(images, labels, number);
    }
  }

  private static Side side(Engine engine, Graph graph, NDManager manager) {
    return switch (engine) {
      case BLOCKS -> blocks(graph, manager);
      case SCRIPT -> script(graph, manager);
    };
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

  private static Side blocks(Graph graph, NDManager manager) {
    GraphNet net = new GraphNet(graph, recipe(1), manager.getDevice());
    return new Side() {
      @Override
      public void step(NDArray images, NDArray labels, int number) {
        net.step(new Batch(images, labels), new StepSettings(number, 1e-4, number));
      }

      @Override
      public void close() {
        net.close();
      }
    };
  }

  private static Side script(Graph graph, NDManager manager) {
    GraphScript net = load(graph, manager);
    return new Side() {
      @Override
      public void step(NDArray images, NDArray labels, int number) {
        GraphScript.Result result = net.step(new NDList(images), labels, 1e-4);
        result.loss().getFloat();
      }

      @Override
      public void close() {
        net.close();
      }
    };
  }

  private static GraphScript load(Graph graph, NDManager manager) {
    TorchEngine.get().setRandomSeed(1);
    try (NDManager start = manager.newSubManager()) {
      GraphBlock block = new GraphBlock(graph);
      List<Long> dims = graph.inputs().getFirst().output().dims();
      Shape input = new Shape(1).addAll(new Shape(dims.stream().mapToLong(d -> d).toArray()));
      block.initialize(start, DataType.FLOAT32, input);
      Map<String, NDArray> weights = new LinkedHashMap<>();
      for (Parameter parameter : block.parametersByName().values()) {
        weights.put(parameter.getName(), parameter.getArray());
      }
      TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0.9, false));
      Device device = manager.getDevice();
      return GraphScript.load(graph, weights, device, MemoryFormat.preferredOn(device), step);
    }
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
