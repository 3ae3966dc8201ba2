package dev.specc.lower.blocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.specc.graph.Graph;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Identity;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphBlockTest {
  private static final BatchNorm NORM = new BatchNorm(1e-5, 0.1, true);

  private NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  // Results

  @Test
  void outputsComeInTheGraphsOrderAndHeadsFollowInTraining() {
    Graph graph =
        Net.of(vector(4))
            .then("a", new Linear(3, true))
            .head("aux", new Linear(7, true), "a")
            .then("b", new Linear(2, true), "a")
            .graph("b", "a");
    GraphBlock block = initialised(graph, new Shape(1, 4));
    NDArray x = manager.ones(new Shape(5, 4));
    assertArrayEquals(shapes("(5, 2)", "(5, 3)"), shapes(forward(block, false, x)));
    assertArrayEquals(shapes("(5, 2)", "(5, 3)", "(5, 7)"), shapes(forward(block, true, x)));
  }

  @Test
  void inputsAreTakenInTheGraphsOrder() {
    Graph graph =
        Net.of(vector(2), vector(3)).then("both", new Concat(), "input1", "input0").graph();
    GraphBlock block = initialised(graph, new Shape(1, 2), new Shape(1, 3));
    NDArray output = forward(block, false, row(1, 2), row(3, 4, 5)).singletonOrThrow();
    assertArrayEquals(new float[] {3, 4, 5, 1, 2}, output.toFloatArray());
  }

  @Test
  void aNodeThatDoesNothingIsItsInput() {
    Graph graph =
        Net.of(vector(2)).then("same", new Identity()).then("drop", new Dropout(0.5)).graph();
    NDArray x = row(1, 2);
    GraphBlock block = initialised(graph, x.getShape());
    assertSame(x, forward(block, false, x).singletonOrThrow());
  }

  @Test
  void onlyTheResultsStayWithTheManager() {
    GraphBlock block = initialised(residual(), new Shape(1, 2, 4, 4));
    for (boolean training : new boolean[] {true, false}) {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = step.ones(new Shape(3, 2, 4, 4));
        NDArray output = forward(block, training, x).singletonOrThrow();
        assertEquals(List.of(x, output), sorted(step.getManagedArrays(), x));
      }
    }
  }

  @Test
  void aValueUsedLaterOutlivesItsFirstUse() {
    GraphBlock block = initialised(residual(), new Shape(1, 2, 4, 4));
    NDArray x = manager.randomNormal(new Shape(3, 2, 4, 4));
    train(block, x);
    NDArray gradient = block.parametersByName().get("conv.weight").getArray().getGradient();
    assertNotEquals(0, gradient.abs().sum().getFloat());
  }

  @Test
  void batchAndSizeMayDifferFromTheSpecs() {
    GraphBlock block = initialised(residual(), new Shape(1, 2, 4, 4));
    NDArray x = manager.ones(new Shape(7, 2, 9, 5));
    assertArrayEquals(shapes("(7, 3)"), shapes(forward(block, false, x)));
  }

  @Test
  void theNumberOfInputsMustFit() {
    GraphBlock block = initialised(residual(), new Shape(1, 2, 4, 4));
    assertThrows(IllegalArgumentException.class, () -> forward(block, false, row(1), row(2)));
  }

  @Test
  void anErrorOfTheEngineNamesTheNode() {
    GraphBlock block = initialised(residual(), new Shape(1, 2, 4, 4));
    NDArray x = manager.ones(new Shape(1, 5, 4, 4));
    EngineException e = assertThrows(EngineException.class, () -> forward(block, false, x));
    assertTrue(e.getMessage().startsWith("conv (conv) on (1, 5, 4, 4): "), e.getMessage());
  }

  // Shapes

  @Test
  void outputShapesAreKnownWithoutParameters() {
    GraphBlock block = new GraphBlock(residual());
    Shape[] inputs = {new Shape(7, 2, 9, 5)};
    assertArrayEquals(new Shape[] {new Shape(7, 3)}, block.getOutputShapes(inputs));
  }

  @Test
  void anInputThatTheNetCannotTakeIsRefused() {
    GraphBlock block = new GraphBlock(LeNet.graph());
    assertRefused(block, new Shape(1, 3, 28, 28), "input0 takes [N, ...] of [1, 28, 28]");
    assertRefused(block, new Shape(1, 1, 32, 32), "fc1 was built for [[400]], not [[576]]");
    assertRefused(block, new Shape(1, 1, 4, 4), "conv2: a 5x5 window does not fit");
  }

  // Parameters

  @Test
  void parametersAreNamedAsInAStateDict() {
    Graph graph = Net.of(map(2)).then("layer1.0.conv1", conv(2)).then("layer1.0.bn1", NORM).graph();
    GraphBlock block = new GraphBlock(graph);
    List<String> names =
        List.of(
            "layer1.0.conv1.weight",
            "layer1.0.conv1.bias",
            "layer1.0.bn1.weight",
            "layer1.0.bn1.bias",
            "layer1.0.bn1.running_mean",
            "layer1.0.bn1.running_var",
            "layer1.0.bn1.num_batches_tracked");
    assertEquals(names, List.copyOf(block.parametersByName().keySet()));
    assertEquals(names, block.getParameters().keys());
  }

  /** The values are torch.nn's after {@code torch.manual_seed(7)}. */
  @Test
  void parametersStartAsInPyTorch() {
    Graph graph =
        Net.of(map(2))
            .then("conv", new Conv(2, window(2), 1, true))
            .then("pool", new GlobalAvgPool())
            .then("flatten", new Flatten(1, -1))
            .then("fc", new Linear(3, true))
            .graph();
    Engine.getEngine("PyTorch").setRandomSeed(7);
    GraphBlock block = initialised(graph, new Shape(1, 2, 4, 4));
    float[] weight = array(block, "conv.weight").toFloatArray();
    assertEquals(0.024694f, weight[0], 1e-6);
    assertEquals(-0.0995f, weight[15], 1e-6);
    assertArrayEquals(
        new float[] {0.155832f, -0.301898f}, array(block, "conv.bias").toFloatArray(), 1e-6f);
  }

  @Test
  void aSeedRepeatsTheStart() {
    Engine.getEngine("PyTorch").setRandomSeed(3);
    GraphBlock first = initialised(residual(), new Shape(1, 2, 4, 4));
    Engine.getEngine("PyTorch").setRandomSeed(3);
    GraphBlock second = initialised(residual(), new Shape(1, 2, 4, 4));
    for (String name : first.parametersByName().keySet()) {
      assertEquals(array(first, name), array(second, name), name);
    }
  }

  @Test
  void anInitializerForWeightsLeavesTheRest() {
    GraphBlock block = new GraphBlock(residual());
    block.setInitializer(Initializer.ONES, Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 4, 4));
    assertEquals(1, array(block, "fc.weight").mean().getFloat());
    assertNotEquals(1, array(block, "fc.bias").mean().getFloat());
    assertEquals(0, array(block, "bn.bias").mean().getFloat());
  }

  @Test
  void parametersSurviveSavingAndLoading() throws Exception {
    GraphBlock saved = initialised(residual(), new Shape(1, 2, 4, 4));
    forward(saved, true, manager.randomNormal(new Shape(3, 2, 4, 4)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    saved.saveParameters(new DataOutputStream(bytes));
    GraphBlock loaded = new GraphBlock(residual());
    loaded.loadParameters(
        manager, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (String name : saved.parametersByName().keySet()) {
      assertEquals(array(saved, name), array(loaded, name), name);
    }
  }

  // State

  @Test
  void runningStatisticsFollowTheBatchesOfTraining() {
    GraphBlock block = initialised(Net.of(vector(1)).then("bn", NORM).graph(), new Shape(2, 1));
    NDArray x = manager.create(new float[] {1, 3}, new Shape(2, 1));
    forward(block, false, x);
    assertEquals(0, array(block, "bn.running_mean").getFloat());
    forward(block, true, x);
    assertEquals(0.1f * 2, array(block, "bn.running_mean").getFloat(), 1e-6);
    assertEquals(0.9f + 0.1f * 2, array(block, "bn.running_var").getFloat(), 1e-6);
    forward(block, true, x);
    assertEquals(2, array(block, "bn.num_batches_tracked").getLong());
  }

  @Test
  void nodesThatShareHaveOneSetOfParameters() {
    Graph graph =
        Net.of(map(2))
            .then("conv", conv(2))
            .then("bn", NORM)
            .sharing("conv", "again", conv(2))
            .sharing("bn", "normed", NORM)
            .graph();
    GraphBlock block = initialised(graph, new Shape(1, 2, 4, 4));
    assertEquals(graph.parameters().keySet(), block.parametersByName().keySet());
    assertEquals(7, block.getParameters().size());
    train(block, manager.randomNormal(new Shape(3, 2, 4, 4)));
    assertEquals(2, array(block, "bn.num_batches_tracked").getLong());
  }

  @Test
  void headsCountNoBatchesInInference() {
    Graph graph = Net.of(vector(2)).then("out", new Relu()).head("aux", NORM, "input0").graph();
    GraphBlock block = initialised(graph, new Shape(2, 2));
    NDArray x = manager.randomNormal(new Shape(4, 2));
    forward(block, false, x);
    forward(block, true, x);
    assertEquals(1, array(block, "aux.num_batches_tracked").getLong());
  }

  @Test
  void djlsTrainerTrainsIt() {
    try (Model model = Model.newInstance("lenet", "PyTorch")) {
      model.setBlock(new GraphBlock(LeNet.graph()));
      Engine.getEngine("PyTorch").setRandomSeed(1);
      try (Trainer trainer = model.newTrainer(adam())) {
        trainer.initialize(new Shape(8, 1, 28, 28));
        NDArray images = manager.randomNormal(new Shape(8, 1, 28, 28));
        float first = step(trainer, images);
        for (int i = 0; i < 20; i++) {
          step(trainer, images);
        }
        assertTrue(step(trainer, images) < first / 2);
      }
    }
  }

  private static TrainingConfig adam() {
    Tracker rate = Tracker.fixed(0.005f);
    return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
        .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build());
  }

  private float step(Trainer trainer, NDArray images) {
    NDArray labels = manager.arange(8f).toType(DataType.INT64, false);
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList output = trainer.forward(new NDList(images));
      NDArray loss = trainer.getLoss().evaluate(new NDList(labels), output);
      collector.backward(loss);
      trainer.step();
      return loss.getFloat();
    }
  }

  // Chance

  @Test
  void dropPathDropsWholeExamplesAndKeepsTheMean() {
    Engine.getEngine("PyTorch").setRandomSeed(1);
    Graph graph = Net.of(map(2)).then("drop", new DropPath(0.2)).graph();
    GraphBlock block = initialised(graph, new Shape(1, 2, 4, 4));
    NDArray x = manager.ones(new Shape(4000, 2, 4, 4));
    NDArray output = forward(block, true, x).singletonOrThrow();
    assertEquals(1, output.mean().getFloat(), 0.05);
    NDArray example = output.reshape(4000, 32);
    assertEquals(example.max(new int[] {1}), example.min(new int[] {1}));
    assertEquals(1.25f, output.max().getFloat(), 1e-6);
    assertEquals(0, output.min().getFloat());
  }

  @Test
  void dropoutDropsElementsAndKeepsTheMean() {
    Engine.getEngine("PyTorch").setRandomSeed(1);
    Graph graph = Net.of(vector(1000)).then("drop", new Dropout(0.5)).graph();
    GraphBlock block = initialised(graph, new Shape(1, 1000));
    NDArray output = forward(block, true, manager.ones(new Shape(10, 1000))).singletonOrThrow();
    assertEquals(1, output.mean().getFloat(), 0.05);
    assertEquals(2, output.max().getFloat());
  }

  /** conv, bn and relu around which the input passes, pooled and classified. */
  private static Graph residual() {
    return Net.of(map(2))
        .then("conv", conv(2))
        .then("bn", NORM)
        .then("relu", new Relu())
        .then("sum", new Add(), "relu", "input0")
        .then("pool", new GlobalAvgPool())
        .then("flatten", new Flatten(1, -1))
        .then("fc", new Linear(3, true))
        .graph();
  }

  private static dev.specc.op.Shape map(long channels) {
    return dev.specc.op.Shape.of(channels, 4, 4);
  }

  private static dev.specc.op.Shape vector(long features) {
    return dev.specc.op.Shape.of(features);
  }

  private static Conv conv(long out) {
    Window window = Window.of(Pair.both(3), Pair.both(1), Padding.of(1, 1), Pair.both(1));
    return new Conv(out, window, 1, true);
  }

  private static Window window(long kernel) {
    return Window.of(Pair.both(kernel), Pair.both(1), Padding.none(), Pair.both(1));
  }

  private GraphBlock initialised(Graph graph, Shape... inputs) {
    GraphBlock block = new GraphBlock(graph);
    block.initialize(manager, DataType.FLOAT32, inputs);
    return block;
  }

  private NDList forward(GraphBlock block, boolean training, NDArray... inputs) {
    return block.forward(new ParameterStore(manager, false), new NDList(inputs), training);
  }

  private void train(GraphBlock block, NDArray x) {
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(forward(block, true, x).singletonOrThrow().square().sum());
    }
  }

  private static NDArray array(GraphBlock block, String name) {
    Parameter parameter = block.parametersByName().get(name);
    return parameter.getArray();
  }

  private NDArray row(float... values) {
    return manager.create(values, new Shape(1, values.length));
  }

  private static String[] shapes(String... shapes) {
    return shapes;
  }

  private static String[] shapes(NDList arrays) {
    return arrays.stream().map(a -> a.getShape().toString()).toArray(String[]::new);
  }

  private static List<NDArray> sorted(List<NDArray> arrays, NDArray first) {
    return arrays.stream().sorted((a, b) -> Boolean.compare(b == first, a == first)).toList();
  }

  private static void assertRefused(GraphBlock block, Shape input, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> block.getOutputShapes(new Shape[] {input}));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }
}
