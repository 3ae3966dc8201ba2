package dev.specc.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Join;
import dev.specc.op.Linear;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.precision.Precision;
import dev.specc.predict.LoadedNet;
import dev.specc.predict.Predictor;
import dev.specc.recipe.Recipe;
import dev.specc.train.GraphNet;
import dev.specc.train.RecipeOf;
import dev.specc.transform.Selection;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a net whose gradient is known: maps, averaged over their places, through one linear layer.
 * There the gradient of class c with respect to each place of map k is w[c][k] / (H W).
 */
class GradCamTest {
  private static final int SIZE = 6;
  private static final int CHANNELS = 5;

  @TempDir private Path folder = Path.of("");
  private final Graph graph = graph();
  private final FeatureImage image = image();
  private Path weights = Path.of("");

  private static Graph graph() {
    Pair three = new Pair(3, 3);
    Pair one = new Pair(1, 1);
    Window window = Window.of(three, one, new Padding.Explicit(one), one);
    return Net.of(Shape.of(1, SIZE, SIZE))
        .then("conv", new Conv(CHANNELS, window, 1, true))
        .then("relu", new Relu())
        .then("block.conv", new Conv(CHANNELS, window, 1, true))
        .then("block.add", new Join.Add(), "block.conv", "relu")
        .then("pool", new GlobalAvgPool())
        .then("flatten", new Flatten(1, -1))
        .then("fc", new Linear(3, true, Linear.Over.FEATURES))
        .graph();
  }

  private static FeatureImage image() {
    Random random = new Random(3);
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new FeatureImage(1, SIZE, SIZE, values);
  }

  @BeforeEach
  void saveWeights() throws IOException {
    weights = folder.resolve("weights.safetensors");
    Recipe recipe = RecipeOf.descent(1, 1, 1).initialisation(RecipeOf.PYTORCH).seed(11).build();
    try (GraphNet net = new GraphNet(graph, recipe, Device.cpu())) {
      SafetensorsFile.write(weights, Map.of(), net.weights());
    }
  }

  private Maps maps(String path) {
    return FeatureMaps.of(
        graph, graph, NodeChoice.ofMaps(graph, path), weights, image, Scaling.NONE, Device.cpu());
  }

  private GradCam cam(String path, OptionalInt label) {
    Node node = NodeChoice.ofMaps(graph, path);
    return GradCam.of(graph, graph, node, weights, image, Scaling.NONE, label, Device.cpu());
  }

  @Test
  void equalsTheSumByTheWeightsOfTheLinearLayer() {
    Maps maps = maps("block");
    float[] fc;
    try (LoadedNet net = new LoadedNet(graph, graph, weights, Device.cpu())) {
      fc = net.parameter("fc.weight").toFloatArray();
    }
    for (int label = 0; label < 3; label++) {
      float[] expected = new float[SIZE * SIZE];
      for (int i = 0; i < expected.length; i++) {
        double sum = 0;
        for (int k = 0; k < CHANNELS; k++) {
          sum += fc[label * CHANNELS + k] / (SIZE * SIZE) * maps.map(k)[i];
        }
        expected[i] = (float) Math.max(0, sum);
      }
      GradCam cam = cam("block", OptionalInt.of(label));
      assertArrayEquals(expected, cam.values(), 1e-7f);
    }
  }

  @Test
  void predictedIsTheClassOfTheLargestOutput() {
    double best = Double.NEGATIVE_INFINITY;
    int label = -1;
    for (int c = 0; c < 3; c++) {
      double score = cam("relu", OptionalInt.of(c)).score();
      label = score > best ? c : label;
      best = Math.max(best, score);
    }
    assertEquals(label, cam("relu", OptionalInt.empty()).label());
  }

  /** The value of `relu` goes two ways: a probe that reached only one would give another map. */
  @Test
  void theGradientCountsEveryWayToTheOutput() {
    Maps maps = maps("relu");
    GradCam cam = cam("relu", OptionalInt.of(1));
    double[] weight = new double[CHANNELS];
    for (int k = 0; k < CHANNELS; k++) {
      weight[k] = slope(k, 1);
    }
    for (int i = 0; i < SIZE * SIZE; i++) {
      double sum = 0;
      for (int k = 0; k < CHANNELS; k++) {
        sum += weight[k] * maps.map(k)[i];
      }
      assertEquals(Math.max(0, sum), cam.values()[i], 2e-5);
    }
  }

  /** The mean slope of a class's output as a whole map grows, by differences: the net is linear. */
  private double slope(int channel, int label) {
    Graph probe = Probe.of(graph, NodeChoice.of(graph, "relu"));
    try (LoadedNet net = new LoadedNet(graph, probe, weights, Device.cpu());
        var step = net.manager().newSubManager()) {
      var input = image.batch(step, graph.inputs().getFirst().output(), Scaling.NONE);
      float[] grown = new float[CHANNELS * SIZE * SIZE];
      Arrays.fill(grown, channel * SIZE * SIZE, (channel + 1) * SIZE * SIZE, 1);
      var zero = step.zeros(net.inputShape(1, 1));
      var one = step.create(grown, net.inputShape(1, 1));
      double before = net.forward(new NDList(input, zero)).get(1).toFloatArray()[label];
      double after = net.forward(new NDList(input, one)).get(1).toFloatArray()[label];
      return (after - before) / (SIZE * SIZE);
    }
  }

  @Test
  void mapsAreWhatPredictGivesForTheNetUpToTheNode() throws IOException {
    Net cut = Net.of(Shape.of(1, SIZE, SIZE));
    graph.nodes().subList(1, 3).forEach(n -> cut.then(n.path(), n.op()));
    Graph truncated = cut.graph();
    Path some = folder.resolve("some.safetensors");
    assertEquals(Set.of("conv.weight", "conv.bias"), truncated.parameters().keySet());
    try (LoadedNet whole = new LoadedNet(graph, graph, weights, Device.cpu())) {
      SafetensorsFile.write(
          some,
          Map.of(),
          Map.of(
              "conv.weight",
              whole.parameter("conv.weight"),
              "conv.bias",
              whole.parameter("conv.bias")));
    }
    float[] predicted;
    try (var predictor =
        new Predictor(
            truncated, truncated, some, Selection.NONE, Device.cpu(), Precision.FLOAT32)) {
      try (NDManager step = predictor.manager().newSubManager()) {
        NDArray input =
            step.create(image.values(), new ai.djl.ndarray.types.Shape(1, 1, SIZE, SIZE));
        predicted = predictor.predict(input).toFloatArray();
      }
    }
    assertArrayEquals(predicted, maps("relu").values(), 1e-5f);
  }

  @Test
  void theStrongestMapsHaveTheLargestMeans() {
    Maps maps = new Maps(3, 1, 2, new float[] {1, 2, 9, 0, -1, -2});
    assertEquals(List.of(1, 0), maps.strongest(2));
  }

  @Test
  void anUnknownNodeIsAnsweredWithTheClosest() {
    String message =
        assertThrows(DataException.class, () -> NodeChoice.of(graph, "blok")).getMessage();
    assertEquals("test has no node `blok`; did you mean `block`?", message);
    assertTrue(
        assertThrows(DataException.class, () -> NodeChoice.ofMaps(graph, "fc"))
            .getMessage()
            .contains("no feature maps"));
  }
}
