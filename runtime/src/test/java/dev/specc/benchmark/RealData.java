package dev.specc.benchmark;

import dev.specc.Compiler;
import dev.specc.data.DataException;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.Pictures;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import dev.specc.recipe.Recipe;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluation;
import dev.specc.train.Execution;
import dev.specc.train.Progress;
import dev.specc.train.Teacher;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainableNet;
import dev.specc.train.Training;
import dev.specc.train.TrainingData;
import dev.specc.train.TrainingEngine;
import dev.specc.train.TrainingListener;
import dev.specc.train.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What real images cost: the time of a step in training, with reading, shuffling and copying, next
 * to the time of a step on one batch that stays on the device. In turns.
 */
final class RealData {
  /** Of the source's pictures. */
  static final int PHOTOS = 128;

  /** In seconds: other work on the machine comes and goes more slowly. */
  private static final double SHORT_TURN = 0.2;

  private RealData() {}

  /**
   * @param batch images in a step
   * @param resident on one batch
   * @param real in an epoch of training
   * @param waited the share of the epoch in which the loop waited for images
   */
  record Result(String net, String data, int batch, Timing resident, Timing real, double waited) {}

  /** All of Fashion-MNIST where its Debian package is installed, else the subset; in memory. */
  static Result clothes(int batch, int rounds) {
    Shape size = Shape.of(1, 28, 28);
    Dataset data;
    try {
      data = Datasets.open(Datasets.FASHION_MNIST, size);
    } catch (DataException notInstalled) {
      data = Datasets.open(Datasets.SUBSET, size);
    }
    String name = "Fashion-MNIST, %,d".formatted(data.train().count());
    Graph lenet = graph("specs/lenet.yaml", null, Map.of(), size);
    return of(lenet, data, name, batch, rounds, SHORT_TURN);
  }

  /** JPEG photographs of 500 x 375 pixels, resized to 224 x 224 as they are decoded. */
  static Result photos(Path folder, String spec, String variant, int batch, int rounds)
      throws IOException {
    for (int i = 0; i < PHOTOS; i++) {
      int height = i == 0 ? 374 : 375; // another size among them, so that all are resized
      Pictures.write(
          folder.resolve("class%d/%d.jpg".formatted(i % 2, i)),
          Pictures.photo(3, height, 500, i % 32));
    }
    Graph graph = graph(spec, variant, Map.of("classes", "2"), Shape.of(3, 224, 224));
    Dataset data = Datasets.open(folder.toString(), Shape.of(3, 224, 224));
    // Whole epochs: files are decoded ahead, and would be during the resident batch's turn.
    return of(graph, data, "JPEG 500 x 375", batch, rounds, Double.POSITIVE_INFINITY);
  }

  private static Graph graph(
      String spec, @Nullable String variant, Map<String, String> set, Shape size) {
    Compiler.Request request = new Compiler.Request(spec, variant, set, size).withoutRecipe();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  /**
   * @param turnSeconds how long to train on real images before a turn on the resident batch; in any
   *     case until the end of the epoch
   */
  private static Result of(
      Graph graph, Dataset data, String name, int batch, int rounds, double turnSeconds) {
    Recipe recipe = Side.recipe(batch).with().epochs(rounds + 1).build();
    try (TrainableNet net =
            Execution.plain(TrainingEngine.SCRIPT, TorchEngine.get().defaultDevice())
                .net(graph, recipe);
        NetBenchmark bench = new NetBenchmark(net, graph, batch);
        TrainingData images = new TrainingData(graph, data, recipe, net.manager())) {
      Turns turns = new Turns(bench, data.train().count(), batch, turnSeconds);
      new Training(net, images, recipe, Teacher.none(), turns).run();
      return new Result(
          graph.name(),
          name,
          batch,
          new Timing(turns.resident),
          new Timing(turns.real),
          turns.waited / rounds);
    }
  }

  /** Interrupts training to run as many steps on a batch that stays, and tells the times apart. */
  private static final class Turns implements TrainingListener {
    private final NetBenchmark bench;
    private final int images;
    private final int batch;
    private final double turnSeconds;
    private final List<Double> resident = new ArrayList<>();
    private final List<Double> real = new ArrayList<>();
    private double waited;

    private int steps;
    private int begun;
    private long turnStart = System.nanoTime();
    private double residentMillis;

    Turns(NetBenchmark bench, int images, int batch, double turnSeconds) {
      this.bench = bench;
      this.images = images;
      this.batch = batch;
      this.turnSeconds = turnSeconds;
    }

    /** Training asks before each step. */
    @Override
    public boolean shouldStop() {
      if (begun > 0 && System.nanoTime() - turnStart > turnSeconds * 1e9) {
        turn();
      }
      begun++;
      return false;
    }

    private void turn() {
      long start = System.nanoTime();
      bench.train(begun);
      turnStart = System.nanoTime();
      residentMillis += (turnStart - start) / 1e6;
      steps += begun;
      begun = 0;
    }

    @Override
    public void epochEnded(EpochResult epoch, Evaluation heldOut, boolean best) {
      double epochMillis = 1000 * images / epoch.imagesPerSecond() - residentMillis;
      turn();
      if (epoch.epoch() > 1) { // the first warms up
        resident.add(residentMillis / steps);
        real.add(epochMillis * batch / images);
        waited += 1000 * epoch.waitedSeconds() / epochMillis;
      }
      steps = 0;
      residentMillis = 0;
    }

    @Override
    public void progressed(TrainingProgress progress) {}

    @Override
    public void checkpoint(Progress progress) {}
  }
}
