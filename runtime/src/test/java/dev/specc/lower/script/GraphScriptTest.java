package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.LeNet;
import dev.specc.lower.blocks.Net;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Join.Add;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import dev.specc.recipe.Loss;
import dev.specc.schedule.Recompute;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphScriptTest {
  private static final UpdateRule SGD = new UpdateRule.Sgd(0.9, false);
  private static final TrainingStep STEP = TrainingStep.of(SGD);

  @ParameterizedTest
  @EnumSource
  void tensorsShareTheNetsMemory(MemoryFormat format) {
    Shape input = new Shape(4, 3, 6, 6);
    try (Engines engines = new Engines(residual(), STEP, format, 1, input)) {
      Engines.assertAllClose(engines.weights(), engines.script.tensors(), 0);
      NDList images = new NDList(engines.manager.randomNormal(input));
      NDArray weight = engines.script.tensors().get("layer1.0.conv1.weight");
      NDArray before = weight.duplicate();
      engines.script.step(images, new NDList(labels(engines)), 0.1);
      assertNotEquals(before, weight);
      JniUtils.setGradMode(false);
      engines.script.tensors().get("fc.weight").muli(0);
      engines.script.tensors().get("fc.bias").muli(0);
      JniUtils.setGradMode(true);
      NDArray logits = engines.script.predict(images).singletonOrThrow();
      assertArrayEquals(new float[4 * 5], logits.toFloatArray());
    }
  }

  /** Averages and replicas start from the arrays of another net. */
  @ParameterizedTest
  @EnumSource
  void aStepLeavesTheGivenWeightsAlone(MemoryFormat format) {
    Shape input = new Shape(4, 3, 6, 6);
    ScriptOptions options = ScriptOptions.float32(format);
    try (Engines engines = new Engines(residual(), STEP, format, 1, input);
        GraphScript first = load(engines, engines.weights(), options);
        GraphScript second = load(engines, first.tensors(), options)) {
      second.step(
          new NDList(engines.manager.randomNormal(input)), new NDList(labels(engines)), 0.1);
      Engines.assertAllClose(engines.weights(), first.tensors(), 0);
      assertNotEquals(first.tensors().get("fc.weight"), second.tensors().get("fc.weight"));
    }
  }

  private static GraphScript load(
      Engines engines, Map<String, NDArray> weights, ScriptOptions options) {
    return GraphScript.load(engines.graph, weights, Device.cpu(), options, STEP);
  }

  /** As a layer scale's is without a label: in a script, {@code getattr(self, "0")}. */
  @Test
  void aParameterMayHaveANumberForAName() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(5))
            .then("0", new LayerScale(0.5))
            .then("1", new Linear(5, true))
            .graph();
    try (Engines engines = new Engines(graph, STEP, 1, new Shape(4, 5))) {
      Engines.assertAllClose(engines.weights(), engines.script.tensors(), 0);
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 5)));
      NDArray scale = engines.weights().get("0");
      NDArray before = scale.duplicate();
      engines.script.step(input, new NDList(labels(engines)), 0.1);
      assertNotEquals(before, engines.script.tensors().get("0"));
      assertEquals(before, scale, "the net has a copy of its own");
    }
  }

  @Test
  void channelsLastTrainsAsContiguousDoes() {
    Shape input = new Shape(4, 3, 6, 6);
    for (UpdateRule rule : List.of(SGD, new UpdateRule.Adam(), new UpdateRule.RmsProp())) {
      Map<String, Double> decay = Map.of("fc.weight", 0.1);
      TrainingStep step =
          new TrainingStep(rule, 1, decay, true, 0, new Loss.CrossEntropy(0.1), Recompute.NONE);
      try (Engines plain = new Engines(residual(), step, MemoryFormat.CONTIGUOUS, 1, input);
          Engines last = new Engines(residual(), step, MemoryFormat.CHANNELS_LAST, 1, input)) {
        NDList images = new NDList(plain.manager.randomNormal(input));
        for (int i = 0; i < 5; i++) {
          plain.script.step(images, new NDList(labels(plain)), 1e-3);
          last.script.step(images, new NDList(labels(plain)), 1e-3);
        }
        Engines.assertAllClose(plain.script.tensors(), last.script.tensors(), 1e-3);
        Engines.assertAllClose(plain.script.updateState(), last.script.updateState(), 2e-3);
        byte[] bytes = bytes(plain.script.tensors().get("layer1.0.conv1.weight"));
        assertEquals(
            bytes.length, bytes(last.script.tensors().get("layer1.0.conv1.weight")).length);
      }
    }
  }

  private static byte[] bytes(NDArray array) {
    return array.toByteArray();
  }

  @Test
  void headsCountWithTheirWeights() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(4))
            .then("a", new Linear(3, true))
            .head("aux", new Linear(5, true), "a")
            .then("b", new Linear(5, true), "a")
            .graph();
    try (Engines engines = new Engines(graph, STEP, 1, new Shape(4, 4))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 4)));
      float expected = engines.backward(input, labels(engines));
      Map<String, NDArray> gradients = engines.script.gradients(input, new NDList(labels(engines)));
      Engines.assertAllClose(engines.gradients(), gradients, 1e-6);
      assertEquals(
          expected,
          engines.script.step(input, new NDList(labels(engines)), 0).loss().getFloat(),
          1e-6);
      assertEquals(1, engines.script.predict(input).size());
    }
  }

  /** Cross-entropy against smoothed targets, as torch.nn.CrossEntropyLoss documents it. */
  @Test
  void labelsAreSmoothed() {
    double smoothing = 0.2;
    TrainingStep step =
        new TrainingStep(SGD, UpdateScript.NO_CLIPPING, Map.of(), new Loss.CrossEntropy(smoothing));
    Graph graph = Net.of(dev.specc.op.Shape.of(4)).then("fc", new Linear(5, true)).graph();
    try (Engines engines = new Engines(graph, step, 1, new Shape(4, 4))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 4)));
      NDArray logs = engines.script.predict(input).head().logSoftmax(1);
      NDArray hard = labels(engines).oneHot(5);
      NDArray soft = hard.mul(1 - smoothing).add(smoothing / 5);
      float expected = -logs.mul(soft).sum().getFloat() / 4;
      assertEquals(
          expected,
          engines.script.step(input, new NDList(labels(engines)), 0).loss().getFloat(),
          1e-5);
    }
  }

  @Test
  void targetsMayBeProbabilities() {
    Graph graph = Net.of(dev.specc.op.Shape.of(4)).then("fc", new Linear(5, true)).graph();
    try (Engines engines = new Engines(graph, STEP, 1, new Shape(4, 4))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 4)));
      NDArray logits = engines.script.predict(input).head();
      NDArray mixed = labels(engines).oneHot(5).mul(0.7f).add(0.3f / 5);
      float expected = -logits.logSoftmax(1).mul(mixed).sum().getFloat() / 4;
      GraphScript.Result result = engines.script.step(input, new NDList(mixed), 0);
      assertEquals(expected, result.loss().getFloat(), 1e-5);
      long correct =
          logits.argMax(1).eq(labels(engines)).toType(DataType.INT64, false).sum().getLong();
      assertEquals(correct, result.correct().getLong());
    }
  }

  @Test
  void dropoutDropsWhatTheBlocksDropAfterTheSameSeed() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(3, 4, 4))
            .then("drop", new Dropout(0.5))
            .then("path", new DropPath(0.3))
            .then("flatten", new Flatten(1, -1))
            .then("fc", new Linear(5, true))
            .graph();
    Shape shape = new Shape(4, 3, 4, 4);
    try (Engines engines = new Engines(graph, STEP, 1, shape)) {
      NDList input = new NDList(engines.manager.ones(shape));
      Engine.getEngine("PyTorch").setRandomSeed(4);
      engines.backward(input, labels(engines));
      Engine.getEngine("PyTorch").setRandomSeed(4);
      Map<String, NDArray> gradients = engines.script.gradients(input, new NDList(labels(engines)));
      Engines.assertAllClose(engines.gradients(), gradients, 1e-6);
      NDArray weights = gradients.get("fc.weight");
      assertTrue(weights.eq(0).any().getBoolean(), "what was dropped");
      NDArray expected = engines.forward(input, false).head();
      Engines.assertClose("kept", expected, engines.script.predict(input).head(), 1e-6);
    }
  }

  @Test
  void aParameterThatTheLossDoesNotReachStays() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(4))
            .then("lost", new Linear(4, true))
            .then("zero", new Zero())
            .then("kept", new Linear(4, true), "input0")
            .then("sum", new Add(), "zero", "kept")
            .graph();
    TrainingStep step =
        new TrainingStep(
            SGD,
            UpdateScript.NO_CLIPPING,
            Map.of("lost.weight", 0.5, "kept.weight", 0.5),
            new Loss.CrossEntropy(0));
    try (Engines engines = new Engines(graph, step, 1, new Shape(4, 4))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 4)));
      engines.script.step(input, new NDList(labels(engines).minimum(3)), 0.1);
      Map<String, NDArray> start = engines.weights();
      Map<String, NDArray> tensors = engines.script.tensors();
      assertEquals(start.get("lost.weight"), tensors.get("lost.weight"));
      assertNotEquals(start.get("kept.weight"), tensors.get("kept.weight"));
      assertEquals(
          Set.of("momentum_buffer.kept.weight", "momentum_buffer.kept.bias"),
          engines.script.updateState().keySet());
    }
  }

  @Test
  void namesThatPythonHasForItselfAreLabelsToo() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(4))
            .then("forward", new Linear(4, true))
            .then("training", new Linear(4, true))
            .then("class.in", new Linear(4, true))
            .then("0.self", new Linear(4, true))
            .then("targets", new Linear(4, true))
            .then("_take_tensors", new Linear(4, true))
            .then("forward_", new Linear(4, true))
            .then("0.training_", new Linear(4, true))
            .then("0.training", new Linear(4, true))
            .then("none.__parameters__", new Linear(4, true))
            .then("__init__", new Linear(4, true))
            .graph();
    try (Engines engines = new Engines(graph, STEP, 1, new Shape(4, 4))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 4)));
      engines.script.step(input, new NDList(labels(engines).minimum(3)), 0);
      NDArray expected = engines.forward(input, false).head();
      Engines.assertClose("output", expected, engines.script.predict(input).head(), 1e-6);
      assertEquals(engines.weights().keySet(), engines.script.tensors().keySet());
    }
  }

  @Test
  void theThreadRecordsAsBefore() {
    try (Engines engines = new Engines(LeNet.graph(), STEP, 1, new Shape(4, 1, 28, 28))) {
      NDList input = new NDList(engines.manager.randomNormal(new Shape(4, 1, 28, 28)));
      for (boolean recording : new boolean[] {false, true}) {
        JniUtils.setGradMode(recording);
        engines.script.step(input, new NDList(labels(engines)), 0.1);
        assertEquals(recording, JniUtils.isGradMode());
      }
      assertFalse(engines.script.predict(input).head().hasGradient());
    }
  }

  @Test
  void theSourceReadsAsTheNetDoes() throws Exception {
    try (Engines engines = new Engines(residual(), STEP, 1, new Shape(4, 3, 6, 6))) {
      byte[] archive = GraphArchive.inference(residual(), engines.weights()).toBytes();
      assertEquals(
          """
          class Conv(Module):
            __parameters__ = ["weight", ]
            __buffers__ = []
            weight : Tensor
            training : bool

          class BatchNorm(Module):
            __parameters__ = ["weight", "bias", ]
            __buffers__ = ["running_mean", "running_var", "num_batches_tracked", ]
            weight : Tensor
            bias : Tensor
            running_mean : Tensor
            running_var : Tensor
            num_batches_tracked : Tensor
            training : bool

          class Module0(Module):
            __parameters__ = []
            __buffers__ = []
            training : bool
            conv1 : __torch__.Conv
            bn1 : __torch__.BatchNorm

          class Layer1(Module):
            __parameters__ = []
            __buffers__ = []
            __annotations__ = []
            training : bool
            __annotations__["0"] = __torch__.Module0

          class Linear(Module):
            __parameters__ = ["weight", "bias", ]
            __buffers__ = []
            weight : Tensor
            bias : Tensor
            training : bool

          class Net(Module):
            __parameters__ = []
            __buffers__ = []
            training : bool
            layer1 : __torch__.Layer1
            fc : __torch__.Linear
            def forward(self: __torch__.Net,
                input0: Tensor) -> Tensor:
              self_layer1 = self.layer1
              self_layer1_0 = getattr(self_layer1, "0")
              self_layer1_0_conv1 = self_layer1_0.conv1
              layer1_0_conv1 = torch.conv2d(input0, self_layer1_0_conv1.weight, None, [1, 1], [1, 1], [1, 1], 1)
              self_layer1_0_bn1 = self_layer1_0.bn1
              layer1_0_bn1 = torch.batch_norm(layer1_0_conv1, self_layer1_0_bn1.weight, self_layer1_0_bn1.bias, self_layer1_0_bn1.running_mean, self_layer1_0_bn1.running_var, False, 0.1, 1.0E-5, True)
              layer1_0_add = torch.add_(layer1_0_bn1, input0)
              layer1_0_relu = torch.relu_(layer1_0_add)
              pool = torch.adaptive_avg_pool2d(layer1_0_relu, [1, 1])
              flatten = torch.flatten(pool, 1, -1)
              self_fc = self.fc
              fc = torch.linear(flatten, self_fc.weight, self_fc.bias)
              return fc
          """,
          code(archive));
    }
  }

  private static String code(byte[] archive) throws Exception {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("test/code/__torch__.py")) {
          return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no code");
  }

  /** A block around which its input passes, pooled and classified. */
  private static Graph residual() {
    Window window = Window.of(Pair.both(3), Pair.both(1), Padding.of(1, 1), Pair.both(1));
    return Net.of(dev.specc.op.Shape.of(3, 6, 6))
        .then("layer1.0.conv1", new Conv(3, window, 1, false))
        .then("layer1.0.bn1", new BatchNorm(1e-5, 0.1, true))
        .then("layer1.0.add", new Add(), "input0", "layer1.0.bn1")
        .then("layer1.0.relu", new Relu())
        .then("pool", new GlobalAvgPool())
        .then("flatten", new Flatten(1, -1))
        .then("fc", new Linear(5, true))
        .graph();
  }

  private static NDArray labels(Engines engines) {
    return engines.manager.create(new long[] {1, 0, 4, 2}, new Shape(4));
  }
}
