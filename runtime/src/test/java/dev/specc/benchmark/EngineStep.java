package dev.specc.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.MemoryFormat;
import dev.specc.lower.script.ParameterGroup;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.lower.script.UpdateScript;
import dev.specc.read.FileSources;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times a training step (forward, loss, backward, SGD with momentum) of the script engine, of the
 * block engine, and of DJL's own layers with DJL's Trainer, in turns, on the same nets and one
 * batch of noise.
 *
 * <p>{@code -DcpuTime=true -Dai.djl.pytorch.num_threads=1} counts the time of the one thread that
 * computes, which other work on the machine disturbs less than the time that passes.
 */
public final class EngineStep {
  private static final int ROUNDS = Integer.getInteger("rounds", 15);
  private static final int MILLIS = Integer.getInteger("millis", 400);
  private static final String NETS = System.getProperty("nets", "");
  private static final boolean CPU_TIME = Boolean.getBoolean("cpuTime");
  private static final UpdateRule.Sgd SGD = new UpdateRule.Sgd(0.9, false);
  private static final float RATE = 0.01f;

  private EngineStep() {}

  /** A net at a size and with a batch. */
  private record Case(
      String name, String spec, String variant, Map<String, String> set, long side, int batch) {}

  private static final List<Case> CASES =
      List.of(
          new Case("LeNet 28x28", "lenet", "", Map.of(), 28, 256),
          new Case("ResNet-20 32x32", "resnet_cifar", "resnet20", Map.of(), 32, 16),
          new Case("MobileNet v2 32x32", "mobilenet_v2", "mobilenet_v2", Map.of(), 32, 16),
          new Case(
              "DenseNet-BC-40 32x32",
              "densenet_cifar",
              "BC-L100-k12",
              Map.of("depth", "40"),
              32,
              16),
          new Case("ResNet-50 64x64", "resnet", "resnet50", Map.of(), 64, 8));

  public static void main(String[] args) {
    System.out.println(
        "| net | batch | script ms | blocks ms | DJL ms | script / DJL | blocks / DJL | script /"
            + " blocks |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Case c : CASES) {
      if (c.name.contains(NETS)) {
        measure(c);
      }
    }
  }

  private static void measure(Case c) {
    Graph graph = compile(c);
    Engine.getEngine("PyTorch").setRandomSeed(1);
    try (Side script = new ScriptSide(graph, c.batch);
        Side blocks = new BlockSide(graph, c.batch);
        Side djl = new DjlSide(graph, c.batch)) {
      List<Side> sides = List.of(script, blocks, djl);
      double[][] millis = new double[sides.size()][ROUNDS];
      sides.forEach(Side::warmUp);
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < sides.size(); i++) {
          millis[i][round] = sides.get(i).millis();
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f | %.2f | %.2f | %.3f | %.3f | %.3f |%n",
          c.name,
          c.batch,
          median(millis[0]),
          median(millis[1]),
          median(millis[2]),
          ratio(millis[0], millis[2]),
          ratio(millis[1], millis[2]),
          ratio(millis[0], millis[1]));
    }
  }

  private static long now() {
    return CPU_TIME
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private static Graph compile(Case c) {
    long channels = c.spec.equals("lenet") ? 1 : 3;
    dev.specc.op.Shape size = dev.specc.op.Shape.of(channels, c.side, c.side);
    String spec = "specs/" + c.spec + ".yaml";
    Compiler.Request request =
        new Compiler.Request(spec, c.variant.isEmpty() ? null : c.variant, c.set, size)
            .forEvaluation();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  /** The median of the rounds' ratios: what slows the machine slows both sides of a round. */
  private static double ratio(double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / theirs[i];
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** One way to train, with its batch. */
  private abstract static class Side implements AutoCloseable {
    final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    final NDArray images;
    final NDArray labels;
    private int steps = 1;

    Side(Graph graph, int batch) {
      this.images = manager.randomNormal(input(graph, batch));
      this.labels = manager.randomInteger(0, 10, new Shape(batch), DataType.INT64);
    }

    static Shape input(Graph graph, int batch) {
      List<Long> dims = graph.inputs().getFirst().output().dims();
      return new Shape(batch).addAll(new Shape(dims.stream().mapToLong(d -> d).toArray()));
    }

    /** One step; what it makes belongs to the manager, to which the batch is attached. */
    abstract void step(NDManager scope);

    void warmUp() {
      for (int i = 0; i < 5; i++) {
        run(3);
      }
      steps = Math.max(1, (int) (MILLIS / run(3)));
    }

    double millis() {
      return run(steps);
    }

    private double run(int times) {
      long start = now();
      for (int i = 0; i < times; i++) {
        try (NDManager scope = manager.newSubManager()) {
          images.attach(scope);
          labels.attach(scope);
          step(scope);
          images.attach(manager);
          labels.attach(manager);
        }
      }
      return (now() - start) / 1e6 / times;
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static GraphBlock initialised(Graph graph, NDManager manager, Shape input) {
    GraphBlock block = new GraphBlock(graph);
    block.initialize(manager, DataType.FLOAT32, input);
    return block;
  }

  private static final class ScriptSide extends Side {
    private final GraphScript net;

    ScriptSide(Graph graph, int batch) {
      super(graph, batch);
      try (NDManager start = manager.newSubManager()) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        initialised(graph, start, images.getShape())
            .parametersByName()
            .forEach((name, parameter) -> weights.put(name, parameter.getArray()));
        Device device = manager.getDevice();
        MemoryFormat format = MemoryFormat.preferredOn(device);
        net = GraphScript.load(graph, weights, device, format, TrainingStep.of(SGD));
      }
    }

    @Override
    void step(NDManager scope) {
      net.step(new NDList(images), labels, RATE);
    }

    @Override
    public void close() {
      net.close();
      super.close();
    }
  }

  private static final class BlockSide extends Side {
    private final GraphBlock block;
    private final ParameterStore store;
    private final List<NDArray> trained = new ArrayList<>();
    private final UpdateScript update;

    BlockSide(Graph graph, int batch) {
      super(graph, batch);
      block = initialised(graph, manager, images.getShape());
      store = new ParameterStore(manager, false);
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (Parameter parameter : block.parametersByName().values()) {
        if (parameter.requiresGradient()) {
          parameters.put(parameter.getName(), parameter.getArray());
          trained.add(parameter.getArray());
        }
      }
      List<ParameterGroup> groups = List.of(new ParameterGroup(parameters, 0));
      update = new UpdateScript(SGD, UpdateScript.NO_CLIPPING, manager.getDevice(), groups);
    }

    @Override
    void step(NDManager scope) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray logits = block.forward(store, new NDList(images), true).head();
        collector.backward(logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg());
      }
      NDList gradients = new NDList();
      trained.forEach(parameter -> gradients.add(parameter.getGradient()));
      update.apply(gradients, RATE);
      gradients.forEach(gradient -> gradient.muli(0));
      gradients.close();
    }

    @Override
    public void close() {
      update.close();
      super.close();
    }
  }

  private static final class DjlSide extends Side {
    private final Model model = Model.newInstance("net", "PyTorch");
    private final Trainer trainer;

    DjlSide(Graph graph, int batch) {
      super(graph, batch);
      Block block = new DjlLayers(graph);
      model.setBlock(block);
      Optimizer sgd =
          Optimizer.sgd()
              .setLearningRateTracker(Tracker.fixed(RATE))
              .optMomentum((float) SGD.momentum())
              .build();
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(sgd));
      trainer.initialize(images.getShape());
    }

    @Override
    void step(NDManager scope) {
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(images));
        collector.backward(trainer.getLoss().evaluate(new NDList(labels), output));
      }
      trainer.step();
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
      super.close();
    }
  }
}
