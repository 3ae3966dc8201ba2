package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.specc.data.DataException;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.IdxFiles;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.CheckpointPolicy;
import dev.specc.recipe.EarlyStopping;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeBuilder;
import dev.specc.recipe.Schedule;
import dev.specc.schedule.Recompute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest {

  private static final Dataset SUBSET = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28));

  @TempDir private Path folder = Path.of("");

  @Test
  void leNetLearnsToTellClothesApart() {
    Graph graph = SigmoidLeNet.graph();
    List<EpochResult> epochs =
        train(graph, RecipeOf.descent(7, 32, 0.01).optimizer(RecipeOf.ADAM)).epochs;
    EpochResult first = epochs.getFirst();
    EpochResult last = epochs.getLast();
    assertTrue(last.trainLoss() < first.trainLoss() / 2, "the training loss falls");
    assertTrue(last.heldOutLoss() < first.heldOutLoss(), "so does that of held-out images");
    assertTrue(last.heldOutAccuracy() > 0.7, "accuracy " + last.heldOutAccuracy());
  }

  @Test
  void aSeedRepeatsARunToTheBit() {
    List<float[]> once = weightsAfter(3);
    assertSame(once, weightsAfter(3));
    assertFalse(Arrays.equals(once.getFirst(), weightsAfter(4).getFirst()));
  }

  private static List<float[]> weightsAfter(long seed) {
    Recipe recipe = RecipeOf.descent(2, 64, 0.01).optimizer(RecipeOf.ADAM).seed(seed).build();
    try (GraphNet net = new GraphNet(smallNet(), recipe, Device.cpu())) {
      run(net, smallNet(), recipe, new Recorded(), Progress.START);
      return values(net.weights());
    }
  }

  private static List<float[]> values(Map<String, NDArray> arrays) {
    return arrays.values().stream()
        .filter(a -> a.getDataType().isFloating())
        .map(NDArray::toFloatArray)
        .toList();
  }

  private static void assertSame(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i));
    }
  }

  @Test
  void saysAtWhichStepTheLossBroke() {
    TrainingException broke =
        assertThrows(
            TrainingException.class, () -> train(smallNet(), RecipeOf.descent(3, 500, 1e38)));
    String message = String.valueOf(broke.getMessage());
    assertTrue(
        message.matches(
            "the loss is no number any more at step [2-9] of epoch 1, with learning rate 1e38: .*"
                + "is not finite.*"),
        message);
  }

  @Test
  void reportsTheLastStepOfEveryEpochAndCountsEveryImage() {
    Recorded recorded = train(smallNet(), RecipeOf.descent(2, 256, 0.1));
    List<TrainingProgress> last =
        recorded.progress.stream().filter(p -> p.step() == p.steps()).toList();
    assertEquals(2, last.size());
    assertEquals(24, last.getFirst().steps(), "6,000 images, 256 a step, the last one shorter");
    assertEquals(recorded.epochs.getFirst().trainLoss(), last.getFirst().loss());
    assertEquals(List.of(1, 2), recorded.epochs.stream().map(EpochResult::epoch).toList());
  }

  @Test
  void refusesANetWithAnotherNumberOfClasses() throws IOException {
    IdxFiles.write(folder, new byte[] {0, 11, 1}, new byte[] {0});
    Dataset twelve = Datasets.open(folder.toString(), Shape.of(1, 28, 28));
    assertEquals(
        "the net gives [10] for an image, and %s has 12 classes (%s has label 11 at image 1): the net must give [12]"
            .formatted(folder, folder.resolve("train-labels-idx1-ubyte")),
        assertThrows(DataException.class, () -> NetFit.of(smallNet(), twelve)).getMessage());
  }

  private static Recorded train(Graph graph, RecipeBuilder recipe) {
    try (GraphNet net = new GraphNet(graph, recipe.build(), Device.cpu())) {
      Recorded recorded = new Recorded();
      run(net, graph, recipe.build(), recorded, Progress.START);
      return recorded;
    }
  }

  private static Progress run(
      TrainableNet net, Graph graph, Recipe recipe, Recorded recorded, Progress from) {
    try (TrainingData data = new TrainingData(graph, SUBSET, recipe, net.manager())) {
      return new Training(net, data, recipe, Teacher.none(), recorded).resume(from);
    }
  }

  /** With all that a run can remember: momentum, averages, dropout, augmentation, batch norm. */
  private static RecipeBuilder everything() {
    Optimizer momentum = new Optimizer.Sgd(0.9, true, new Optimizer.Decay(1e-4, false, false, 0));
    return RecipeOf.descent(3, 512, 0.05)
        .optimizer(momentum)
        .ema(0.99)
        .augmentations(List.of(new Augmentation.RandomCrop(2), new Augmentation.Mixup(0.2, 1)))
        .rate(
            new LearningRate(
                0.05, 0, new LearningRate.WarmUp(0.5, 0.1), new Schedule.Cosine(0, true)))
        .checkpoints(new CheckpointPolicy(1, 5, 1));
  }

  /** 12 steps an epoch: in the middle of one, at a checkpoint, at an epoch's end, and before. */
  @ParameterizedTest
  @CsvSource({
    "1,SCRIPT,FLOAT32",
    "5,BLOCKS,FLOAT32",
    "7,SCRIPT,BF16",
    "12,BLOCKS,FLOAT32",
    "13,SCRIPT,FP16",
    "24,BLOCKS,FLOAT32",
    "30,SCRIPT,FLOAT32"
  })
  void aRunThatGoesOnEqualsOneThatWasNeverInterrupted(
      int steps, TrainingEngine engine, Precision precision) {
    Execution execution = new Execution(engine, precision, Recompute.NONE, List.of(Device.cpu()));
    Recipe recipe = everything().build();
    Recorded whole = new Recorded();
    List<float[]> expected;
    try (TrainableNet net = execution.net(smallNet(), recipe)) {
      run(net, smallNet(), recipe, whole, Progress.START);
      expected = values(net.state());
    }
    Progress reached;
    Map<String, NDArray> state;
    try (TrainableNet net = execution.net(smallNet(), recipe)) {
      Recorded stopped = new Recorded(net.state()).stoppingAfter(steps);
      run(net, smallNet(), recipe, stopped, Progress.START);
      reached = stopped.checkpoints.getLast();
      state = stopped.state;
    }
    try (TrainableNet net = execution.net(smallNet(), recipe)) {
      net.state()
          .forEach(
              (name, array) -> Unrecorded.run(() -> array.set(state.get(name).toByteBuffer())));
      Progress end = run(net, smallNet(), recipe, new Recorded(), reached);
      assertSame(expected, values(net.state()));
      assertEquals(scores(whole.epochs), scores(end.results()));
    }
  }

  /** What does not depend on the clock. */
  private static List<List<Double>> scores(List<EpochResult> results) {
    return results.stream()
        .map(r -> List.of(r.trainLoss(), r.trainAccuracy(), r.heldOutLoss(), r.heldOutAccuracy()))
        .toList();
  }

  @Test
  void stopsWhenTheHeldOutImagesDoNoBetter() {
    EarlyStopping patient = new EarlyStopping(2, EarlyStopping.Metric.LOSS, 10);
    Recorded recorded = train(smallNet(), RecipeOf.descent(9, 512, 0.1).earlyStopping(patient));
    assertEquals(3, recorded.epochs.size(), "no epoch is better by 10 than the first");
    assertEquals(List.of(true, false, false), recorded.best);
  }

  @Test
  void averagedWeightsAreTested() {
    RecipeBuilder recipe = RecipeOf.descent(1, 512, 0.1).ema(0.9);
    try (GraphNet net = new GraphNet(smallNet(), recipe.build(), Device.cpu())) {
      run(net, smallNet(), recipe.build(), new Recorded(), Progress.START);
      List<float[]> averaged = values(net.weights());
      List<float[]> own = values(net.state()).subList(0, averaged.size());
      assertFalse(Arrays.equals(own.getFirst(), averaged.getFirst()));
    }
  }

  /** Has what may break repetition and loading: dropout and running statistics. */
  private static Graph smallNet() {
    return Net.of(Shape.of(1, 28, 28))
        .then("norm", new BatchNorm(1e-5, 0.1, true))
        .then("flatten", new Flatten(1, -1))
        .then("dropout", new Dropout(0.2))
        .then("fc", new Linear(10, true))
        .graph();
  }
}
