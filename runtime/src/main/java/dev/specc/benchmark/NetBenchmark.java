package dev.specc.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.train.StepSettings;
import dev.specc.train.TrainableNet;
import dev.specc.train.Unrecorded;
import java.util.List;

/** A net that trains on, and predicts, one batch of noise that stays on its device. */
public final class NetBenchmark implements AutoCloseable {
  /** Small, so that weights stay numbers for as long as it runs. */
  private static final double RATE = 1e-4;

  private final TrainableNet net;
  private final NDManager manager;
  private final Batch batch;
  private long number;

  /**
   * @param net which is not closed with this
   * @param size images in a batch
   */
  public NetBenchmark(TrainableNet net, Graph graph, int size) {
    this.net = net;
    this.manager = net.manager().newSubManager();
    List<Long> dims = graph.inputs().getFirst().output().dims();
    long[] input = dims.stream().mapToLong(Long::longValue).toArray();
    NDArray images = manager.randomNormal(new Shape(size).addAll(new Shape(input)));
    long classes = graph.outputShape().channels();
    this.batch =
        new Batch(images, manager.randomInteger(0, classes, new Shape(size), DataType.INT64));
  }

  /** Training steps: forward, loss, backward, update. */
  public void train(int steps) {
    onOwnManager(
        () -> {
          NDArray loss = batch.images();
          for (int i = 0; i < steps; i++) {
            loss = net.step(batch, new StepSettings(number, RATE, (int) number)).loss();
            number++;
          }
          wait(loss);
        });
  }

  /** Outputs as in inference. */
  public void predict(int batches) {
    Unrecorded.run(
        () ->
            onOwnManager(
                () -> {
                  for (int i = 0; i < batches; i++) {
                    try (NDArray output = net.predict(batch.images())) {
                      if (i == batches - 1) {
                        wait(output);
                      }
                    }
                  }
                }));
  }

  /** A device that computes on its own has done all before a value of the last result is here. */
  private static void wait(NDArray result) {
    try (NDArray least = result.min()) {
      least.getFloat();
    }
  }

  /** What is made from the batch meanwhile is freed at the end. */
  private void onOwnManager(Runnable work) {
    try (NDManager own = manager.newSubManager()) {
      batch.images().attach(own);
      batch.labels().attach(own);
      work.run();
      batch.images().attach(manager);
      batch.labels().attach(manager);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
