package dev.specc.benchmark;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.blocks.LeNet;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times a training step of LeNet (forward, loss, backward, update) through {@link GraphBlock} and
 * through DJL's own blocks, both with DJL's Trainer, in turns.
 */
public final class LeNetStep {
  private static final int BATCH = Integer.getInteger("batch", 256);
  private static final int ROUNDS = Integer.getInteger("rounds", 20);
  private static final int STEPS = Integer.getInteger("steps", 10);

  private LeNetStep() {}

  public static void main(String[] args) {
    Engine.getEngine("PyTorch").setRandomSeed(1);
    try (Net graph = new Net("GraphBlock", new GraphBlock(LeNet.graph()));
        Net djl = new Net("DJL's blocks", handWritten())) {
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      graph.steps();
      djl.steps();
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ours[round] = graph.steps();
        theirs[round] = djl.steps();
        ratios[round] = ours[round] / theirs[round];
      }
      report(graph.name, median(ours));
      report(djl.name, median(theirs));
      System.out.printf(Locale.ROOT, "ratio         %.3f (median of the rounds)%n", median(ratios));
    }
  }

  private static void report(String name, double millis) {
    System.out.printf(Locale.ROOT, "%-13s %.3f ms a step of %d images%n", name, millis, BATCH);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Block handWritten() {
    return new SequentialBlock()
        .add(conv(6, 2))
        .add(Activation::relu)
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(conv(16, 0))
        .add(Activation::relu)
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(120).build())
        .add(Activation::relu)
        .add(Linear.builder().setUnits(84).build())
        .add(Activation::relu)
        .add(Linear.builder().setUnits(10).build());
  }

  private static Conv2d conv(int filters, int padding) {
    return Conv2d.builder()
        .setKernelShape(new Shape(5, 5))
        .optPadding(new Shape(padding, padding))
        .setFilters(filters)
        .build();
  }

  /** A net in training on one batch of noise. */
  private static final class Net implements AutoCloseable {
    private final String name;
    private final Model model;
    private final Trainer trainer;
    private final NDArray images;
    private final NDArray labels;

    Net(String name, Block block) {
      this.name = name;
      this.model = Model.newInstance(name, "PyTorch");
      model.setBlock(block);
      Optimizer optimizer =
          Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).optMomentum(0.9f).build();
      this.trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer));
      Shape shape = new Shape(BATCH, 1, 28, 28);
      trainer.initialize(shape);
      NDManager manager = model.getNDManager();
      this.images = manager.randomNormal(shape);
      this.labels = manager.randomInteger(0, 10, new Shape(BATCH), DataType.INT64);
    }

    /** Milliseconds of one step. */
    double steps() {
      long start = System.nanoTime();
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      return (System.nanoTime() - start) / 1e6 / STEPS;
    }

    private void step() {
      try (NDManager manager = trainer.getManager().newSubManager()) {
        NDList data = new NDList(images);
        NDList expected = new NDList(labels);
        images.attach(manager);
        labels.attach(manager);
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDList output = trainer.forward(data);
          collector.backward(trainer.getLoss().evaluate(expected, output));
        }
        trainer.step();
        images.attach(model.getNDManager());
        labels.attach(model.getNDManager());
      }
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }
}
