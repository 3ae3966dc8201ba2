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
 * to the time of a step on one batch that stays on the device. In turns, epoch by epoch.
 */
final class RealData {
  /** Of the source's pictures. */
  static final int PHOTOS = 128;

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
    return of(graph("specs/lenet.yaml", null, Map.of(), size), data, name, batch, rounds);
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
    return of(graph, data, "JPEG 500 x 375", batch, rounds);
  }

  private static Graph graph(
      String spec, @Nullable String variant, Map<String, String> set, Shape size) {
    Compiler.Request request = new Compiler.Request(spec, variant, set, size).withoutRecipe();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  private static Result of(Graph graph, Dataset data, String name, int batch, int rounds) {
    Recipe recipe = Side.recipe(batch).with().epochs(rounds + 1).build();
    List<Double> resident = new ArrayList<>();
    List<Double> real = new ArrayList<>();
    double[] waited = new double[1];
    try (TrainableNet net =
            Execution.plain(TrainingEngine.SCRIPT, TorchEngine.get().defaultDevice())
                .net(graph, recipe);
        NetBenchmark bench = new NetBenchmark(net, graph, batch);
        TrainingData images = new TrainingData(graph, data, recipe, net.manager())) {
      int steps = Math.max(1, data.train().count() / batch);
      bench.train(steps);
      TrainingListener listener =
          new Epochs() {
            @Override
            public void epochEnded(EpochResult epoch, Evaluation heldOut, boolean best) {
              if (epoch.epoch() > 1) { // the first warms up
                real.add(1000 * batch / epoch.imagesPerSecond());
                waited[0] += epoch.waitedSeconds() * epoch.imagesPerSecond() / data.train().count();
                long start = System.nanoTime();
                bench.train(steps);
                resident.add((System.nanoTime() - start) / 1e6 / steps);
              }
            }
          };
      new Training(net, images, recipe, Teacher.none(), listener).run();
    }
    return new Result(
        graph.name(), name, batch, new Timing(resident), new Timing(real), waited[0] / rounds);
  }

  /** Hears of epochs only. */
  private abstract static class Epochs implements TrainingListener {
    @Override
    public void progressed(TrainingProgress progress) {}

    @Override
    public void checkpoint(Progress progress) {}

    @Override
    public boolean shouldStop() {
      return false;
    }
  }
}
