package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.specc.data.DataException;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.IdxFiles;
import dev.specc.data.ImageReader;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Optimizer PLAIN = new Optimizer.Sgd(0, 0);
  private static final Optimizer ADAM = new Optimizer.Adam(0);

  private final Dataset subset = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28));

  @TempDir private Path folder = Path.of("");

  @Test
  void leNetLearnsToTellClothesApart() {
    Graph graph = SigmoidLeNet.graph();
    List<EpochResult> epochs = train(graph, ADAM, settings(7, 32, 0.01, ADAM, 0)).epochs;
    EpochResult first = epochs.getFirst();
    EpochResult last = epochs.getLast();
    assertTrue(last.trainLoss() < first.trainLoss() / 2, "the training loss falls");
    assertTrue(last.heldOut().loss() < first.heldOut().loss(), "so does that of held-out images");
    assertTrue(last.heldOut().accuracy() > 0.7, "accuracy " + last.heldOut().accuracy());
    assertEquals(1000, last.heldOut().count());
  }

  @Test
  void aSeedRepeatsARunToTheBit() throws IOException {
    byte[] once = weightsAfter(3);
    assertArrayEquals(once, weightsAfter(3));
    assertFalse(java.util.Arrays.equals(once, weightsAfter(4)));
  }

  private byte[] weightsAfter(long seed) throws IOException {
    Graph graph = smallNet();
    Path file = folder.resolve("weights");
    try (GraphNet net = new GraphNet(graph, ADAM, Device.cpu())) {
      run(net, graph, settings(2, 64, 0.01, ADAM, seed));
      net.save(file);
    }
    return Files.readAllBytes(file);
  }

  @Test
  void whatWasSavedTestsTheSameAfterLoading() throws IOException {
    Graph graph = smallNet();
    Path file = folder.resolve("weights");
    Evaluation trained;
    try (GraphNet net = new GraphNet(graph, PLAIN, Device.cpu())) {
      trained = run(net, graph, settings(1, 64, 0.1, PLAIN, 0)).epochs.getLast().heldOut();
      net.save(file);
    }
    try (GraphNet net = new GraphNet(graph, PLAIN, Device.cpu())) {
      assertFalse(trained.equals(evaluate(net, graph)));
      net.load(file);
      assertEquals(trained, evaluate(net, graph));
    }
  }

  @Test
  void refusesTheWeightsOfAnotherNet() throws IOException {
    Path file = folder.resolve("weights");
    try (GraphNet net = new GraphNet(smallNet(), PLAIN, Device.cpu())) {
      net.save(file);
    }
    try (GraphNet net = new GraphNet(SigmoidLeNet.graph(), PLAIN, Device.cpu())) {
      String message = assertThrows(WeightsException.class, () -> net.load(file)).getMessage();
      assertEquals(
          List.of(
              file + " does not fit test: 10 missing, 7 extra",
              "  missing: 0.weight [6, 1, 5, 5] (test:1)"),
          message.lines().limit(2).toList());
    }
  }

  @Test
  void saysAtWhichStepTheLossBroke() {
    TrainingException broke =
        assertThrows(
            TrainingException.class,
            () -> train(smallNet(), PLAIN, settings(3, 500, 1e38, PLAIN, 0)));
    assertEquals(
        "the loss is no number any more at step 2 (epoch 1) with learning rate 1.0E38: training"
            + " has diverged; try a smaller --lr",
        String.valueOf(broke.getMessage()).replaceAll("step [2-9]", "step 2"));
  }

  @Test
  void reportsTheLastStepOfEveryEpochAndCountsEveryImage() {
    Recorded recorded = train(smallNet(), PLAIN, settings(2, 256, 0.1, PLAIN, 0));
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

  private Recorded train(Graph graph, Optimizer optimizer, TrainingSettings settings) {
    try (GraphNet net = new GraphNet(graph, optimizer, Device.cpu())) {
      return run(net, graph, settings);
    }
  }

  private Recorded run(GraphNet net, Graph graph, TrainingSettings settings) {
    Recorded recorded = new Recorded();
    new Training(net, graph, subset, settings, recorded).run();
    return recorded;
  }

  private Evaluation evaluate(GraphNet net, Graph graph) {
    try (ImageReader test = subset.testedOn().open(net.manager())) {
      return Evaluator.evaluate(net, test, NetFit.of(graph, subset), subset.classes());
    }
  }

  private static TrainingSettings settings(
      int epochs, int batch, double rate, Optimizer optimizer, long seed) {
    return new TrainingSettings(epochs, batch, rate, optimizer, Initialisation.XAVIER, seed);
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
