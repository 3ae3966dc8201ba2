package dev.specc.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.specc.train.Unrecorded;

/** A block of DJL's, with DJL's Trainer. */
final class DjlSide implements Side {
  private final Model model = Model.newInstance("net", "PyTorch");
  private final Trainer trainer;
  private final NDManager manager;
  private final NDArray images;
  private final NDArray labels;

  /**
   * @param input with the batch in front
   */
  DjlSide(Block block, Shape input, long classes) {
    model.setBlock(block);
    Optimizer sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) RATE))
            .optMomentum((float) MOMENTUM)
            .build();
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(sgd));
    trainer.initialize(input);
    this.manager = trainer.getManager().newSubManager();
    this.images = manager.randomNormal(input);
    this.labels = manager.randomInteger(0, classes, new Shape(input.get(0)), DataType.INT64);
  }

  @Override
  public void train(int steps) {
    for (int i = 0; i < steps; i++) {
      scoped(this::step);
    }
  }

  private void step() {
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList output = trainer.forward(new NDList(images));
      collector.backward(trainer.getLoss().evaluate(new NDList(labels), output));
    }
    trainer.step();
  }

  @Override
  public void predict(int batches) {
    Unrecorded.run(
        () -> {
          for (int i = 0; i < batches; i++) {
            scoped(() -> trainer.evaluate(new NDList(images)).head().min().getFloat());
          }
        });
  }

  /** What is made from the batch is freed afterwards. */
  private void scoped(Runnable work) {
    try (NDManager scope = manager.newSubManager()) {
      images.attach(scope);
      labels.attach(scope);
      work.run();
      images.attach(manager);
      labels.attach(manager);
    }
  }

  @Override
  public void close() {
    manager.close();
    trainer.close();
    model.close();
  }
}
