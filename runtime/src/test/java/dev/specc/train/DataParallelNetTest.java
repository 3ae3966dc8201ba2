package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.specc.data.Batch;
import dev.specc.data.Targets;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Activation.Tanh;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.precision.Precision;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import dev.specc.weights.SafetensorsFile;
import dev.specc.weights.StateDict;
import dev.specc.weights.WeightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several devices, tried with several nets on the one CPU. */
class DataParallelNetTest {
  @TempDir private Path folder = Path.of("");

  /** Decays two groups of parameters differently, clips, averages and smooths. */
  private static final Recipe RECIPE =
      RecipeOf.descent(1, 32, 0.05)
          .optimizer(new Optimizer.Sgd(0.9, true, new Optimizer.Decay(1e-2, false, false, 0)))
          .clipNorm(0.5)
          .ema(0.9)
          .loss(new Loss.CrossEntropy(0.1))
          .seed(3)
          .build();

  @ParameterizedTest
  @CsvSource({"2,32", "3,32", "2,31", "3,7", "2,3", "2,1"})
  void learnsWhatOneDeviceLearnsFromTheWholeBatch(int devices, int size) {
    Graph graph = graph();
    try (TrainableNet one = net(graph, RECIPE, Precision.FLOAT32, 1);
        TrainableNet several = net(graph, RECIPE, Precision.FLOAT32, devices)) {
      for (int i = 0; i < 10; i++) {
        try (NDManager manager = one.manager().newSubManager()) {
          Batch batch = batch(manager, size, i);
          StepResult expected = one.step(batch, settings(i));
          StepResult actual = several.step(batch, settings(i));
          assertEquals(1, actual.loss().getFloat() / expected.loss().getFloat(), 1e-6);
          assertEquals(expected.correct().getLong(), actual.correct().getLong());
          assertTrue(actual.loss().getShape().dimension() == 0, "a scalar");
        }
      }
      assertClose(one.state(), several.state(), 2e-6);
      assertClose(one.weights(), several.weights(), 2e-6);
    }
  }

  @Test
  void targetsMayBeShares() {
    try (TrainableNet one = net(graph(), RECIPE, Precision.FLOAT32, 1);
        TrainableNet several = net(graph(), RECIPE, Precision.FLOAT32, 2);
        NDManager manager = one.manager().newSubManager()) {
      Batch plain = batch(manager, 9, 1);
      NDArray shares = plain.labels().oneHot(10).mul(0.8f).add(0.02f);
      Batch mixed = new Batch(plain.images(), new Targets.Shares(shares, plain.labels()));
      float expected = one.step(mixed, settings(0)).loss().getFloat();
      assertEquals(expected, several.step(mixed, settings(0)).loss().getFloat(), 1e-6);
      assertClose(one.state(), several.state(), 2e-6);
    }
  }

  /** One device, two, and the blocks learn alike, from labels and from shares. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void targetsMayBeTaught(boolean mixed) {
    Loss distillation = new Loss.Distillation("teacher.yaml", "teacher.pth", 3, 0.7, 0.1);
    Recipe recipe = RECIPE.with().loss(distillation).build();
    try (TrainableNet one = net(graph(), recipe, Precision.FLOAT32, 1);
        TrainableNet several = net(graph(), recipe, Precision.FLOAT32, 2);
        TrainableNet blocks =
            Execution.plain(TrainingEngine.BLOCKS, Device.cpu()).net(graph(), recipe)) {
      for (int i = 0; i < 10; i++) {
        try (NDManager manager = one.manager().newSubManager()) {
          Batch batch = taught(batch(manager, 9, i), mixed);
          float expected = blocks.step(batch, settings(i)).loss().getFloat();
          assertEquals(expected, one.step(batch, settings(i)).loss().getFloat(), 1e-5);
          assertEquals(expected, several.step(batch, settings(i)).loss().getFloat(), 1e-5);
        }
      }
      assertClose(blocks.weights(), one.weights(), 1e-5);
      assertClose(blocks.weights(), several.weights(), 1e-5);
    }
  }

  private static Batch taught(Batch plain, boolean mixed) {
    NDArray said = plain.labels().oneHot(10).mul(4f).add(plain.images().mean().mul(3f));
    NDArray shares = plain.labels().oneHot(10).mul(0.8f).add(0.02f);
    Targets given = mixed ? new Targets.Shares(shares, plain.labels()) : plain.targets();
    return new Batch(plain.images(), new Targets.Taught(given, said.cumSum(1)));
  }

  /** The shares' own statistics normalise; those of the first one's share are kept. */
  @Test
  void aBatchNormLooksAtItsShare() {
    Graph graph = graph(new BatchNorm(1e-5, 0.1, true));
    try (TrainableNet one = net(graph, RECIPE, Precision.FLOAT32, 1);
        TrainableNet several = net(graph, RECIPE, Precision.FLOAT32, 2);
        NDManager manager = one.manager().newSubManager()) {
      Batch whole = batch(manager, 32, 1);
      Batch half = new Batch(whole.images().get(":16"), whole.labels().get(":16"));
      one.step(half, settings(0));
      several.step(whole, settings(0));
      for (String name : List.of("between.running_mean", "between.running_var")) {
        assertArrayEquals(
            one.state().get(name).toFloatArray(), several.state().get(name).toFloatArray());
      }
      assertEquals(1, several.state().get("between.num_batches_tracked").getLong());
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "BF16", "FP16"})
  void goesOnFromAStateToTheBit(Precision precision) throws IOException {
    Graph graph = graph(new Dropout(0.3));
    Path file = folder.resolve("state.safetensors");
    Map<String, float[]> expected;
    try (TrainableNet net = net(graph, RECIPE, precision, 2)) {
      steps(net, 0, 3);
      SafetensorsFile.write(file, Map.of(), net.state());
      steps(net, 3, 6);
      expected = values(net.state());
    }
    try (TrainableNet net = net(graph, RECIPE, precision, 2);
        WeightsFile state = WeightsFile.open(file)) {
      Unrecorded.run(() -> restore(state, net));
      steps(net, 3, 6);
      Map<String, float[]> actual = values(net.state());
      assertEquals(expected.keySet(), actual.keySet());
      expected.forEach((name, array) -> assertArrayEquals(array, actual.get(name), name));
    }
  }

  /** Each device draws its own: equal images in both shares are dropped differently. */
  @Test
  void eachDeviceDropsItsOwn() {
    Graph graph = graph(new Dropout(0.5));
    try (TrainableNet one = net(graph, RECIPE, Precision.FLOAT32, 1);
        TrainableNet several = net(graph, RECIPE, Precision.FLOAT32, 2);
        NDManager manager = one.manager().newSubManager()) {
      Batch half = batch(manager, 4, 1);
      Batch twice =
          new Batch(half.images().concat(half.images()), half.labels().concat(half.labels()));
      float alone = one.step(half, settings(0)).loss().getFloat();
      float both = several.step(twice, settings(0)).loss().getFloat();
      assertNotEquals(alone, both, 1e-4);
    }
  }

  @Test
  void anOverflowOnOneDeviceSkipsTheStepOnAll() {
    try (TrainableNet net = net(graph(), RECIPE, Precision.FP16, 2);
        NDManager manager = net.manager().newSubManager()) {
      Batch batch = batch(manager, 8, 1);
      Unrecorded.run(() -> batch.images().set(new NDIndex("4:"), i -> i.mul(2e3f)));
      Map<String, float[]> before = values(net.weights());
      float scale = net.state().get("optimizer.loss_scale").getFloat();
      StepResult result = net.step(batch, settings(0));
      assertTrue(Float.isFinite(result.loss().getFloat()));
      assertEquals(scale / 2, net.state().get("optimizer.loss_scale").getFloat());
      Map<String, float[]> after = values(net.weights());
      before.forEach((name, array) -> assertArrayEquals(array, after.get(name), name));
    }
  }

  private static void restore(WeightsFile state, TrainableNet net) {
    try {
      StateDict.restore(state, net.state());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void steps(TrainableNet net, int from, int to) {
    for (int i = from; i < to; i++) {
      try (NDManager manager = net.manager().newSubManager()) {
        net.step(batch(manager, 8, i), settings(i));
      }
    }
  }

  private static TrainableNet net(Graph graph, Recipe recipe, Precision precision, int devices) {
    List<Device> cpus = Collections.nCopies(devices, Device.cpu());
    return new Execution(TrainingEngine.SCRIPT, precision, Recompute.NONE, cpus).net(graph, recipe);
  }

  private static StepSettings settings(int step) {
    return new StepSettings(step, 0.05, 100 * step);
  }

  private static Batch batch(NDManager manager, int size, int step) {
    float[] values = new float[size * 36];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(0.37 * i + step);
    }
    NDArray images = manager.create(values, new ai.djl.ndarray.types.Shape(size, 1, 6, 6));
    NDArray labels = manager.arange(size).add(step).mod(10).toType(DataType.INT64, false);
    return new Batch(images, labels);
  }

  private static Graph graph() {
    return graph(new Tanh());
  }

  private static Graph graph(Op between) {
    Window window = Window.of(Pair.both(3), Pair.both(1), Padding.of(1, 1), Pair.both(1));
    return Net.of(Shape.of(1, 6, 6))
        .then("conv", new Conv(4, window, 1, true))
        .then("between", between)
        .then("flatten", new Flatten(1, -1))
        .then("fc", new Linear(10, true))
        .graph();
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach((name, a) -> values.put(name, a.toType(DataType.FLOAT32, true).toFloatArray()));
    return values;
  }

  /** The largest difference, as a share of the largest value. */
  private static void assertClose(
      Map<String, NDArray> expected, Map<String, NDArray> actual, double tolerance) {
    Map<String, float[]> wanted = values(expected);
    Map<String, float[]> found = values(actual);
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach(
        (name, values) -> {
          double largest = 0;
          double apart = 0;
          for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            apart = Math.max(apart, Math.abs(values[i] - found.get(name)[i]));
          }
          assertTrue(apart <= tolerance * largest, name + " " + apart + " of " + largest);
        });
  }
}
