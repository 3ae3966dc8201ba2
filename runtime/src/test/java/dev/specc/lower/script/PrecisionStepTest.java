package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Softmax;
import dev.specc.op.Conv;
import dev.specc.op.Join.Add;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Window;
import dev.specc.precision.Precision;
import dev.specc.recipe.Loss;
import dev.specc.schedule.Recompute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole steps in low precision, and the scaling of the loss in half precision. */
class PrecisionStepTest {
  private static final UpdateRule SGD = new UpdateRule.Sgd(0.9, false);
  private static final Shape IMAGES = new Shape(16, 3, 8, 8);

  static List<UpdateRule> rules() {
    return List.of(
        new UpdateRule.Sgd(0, false),
        new UpdateRule.Sgd(0.9, true),
        new UpdateRule.Adam(),
        new UpdateRule.RmsProp(),
        new UpdateRule.RmsProp(0.9, 1e-3, 0.9, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "FP16"})
  void gradientsAndStatisticsAreCloseToThoseOfFloat32(Precision precision) {
    try (Engines plain = residual(Precision.FLOAT32);
        Engines low = residual(precision)) {
      NDList images = new NDList(plain.manager.randomNormal(IMAGES));
      NDArray labels = labels(plain);
      GraphScript.Backward expected = plain.script.backward(images, new NDList(labels));
      GraphScript.Backward actual = low.script.backward(images, new NDList(labels));
      assertEquals(expected.result().loss().getFloat(), actual.result().loss().getFloat(), 0.02);
      assertEquals(DataType.FLOAT32, actual.result().loss().getDataType());
      expected
          .gradients()
          .forEach(
              (name, gradient) -> {
                NDArray of = actual.gradients().get(name);
                assertEquals(DataType.FLOAT32, of.getDataType(), name);
                PrecisionTest.assertAlike(name, gradient, of, 0.99);
              });
      for (String statistic : List.of("bn1.running_mean", "bn1.running_var")) {
        NDArray of = low.script.tensors().get(statistic);
        assertEquals(DataType.FLOAT32, of.getDataType());
        Engines.assertClose(statistic, plain.script.tensors().get(statistic), of, 0.01);
      }
      NDArray logits = low.script.predict(images).head();
      assertEquals(DataType.FLOAT32, logits.getDataType());
      Engines.assertClose("logits", plain.script.predict(images).head(), logits, 0.02);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "FP16"})
  void weightsAreFloat32AndLearnTheSame(Precision precision) {
    try (Engines plain = residual(Precision.FLOAT32);
        Engines low = residual(precision)) {
      Map<String, NDArray> before = copies(plain.script.tensors());
      NDList images = new NDList(plain.manager.randomNormal(IMAGES));
      for (int i = 0; i < 5; i++) {
        plain.script.step(images, new NDList(labels(plain)), 0.01);
        low.script.step(images, new NDList(labels(plain)), 0.01);
      }
      low.script
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (tensor.getDataType() != DataType.INT64) {
                  assertEquals(DataType.FLOAT32, tensor.getDataType(), name);
                  NDArray start = before.get(name);
                  NDArray moved = plain.script.tensors().get(name).sub(start);
                  PrecisionTest.assertAlike(name, moved, tensor.sub(start), 0.98);
                }
              });
    }
  }

  /** A value that several nodes read, and a weight that several share, are cast once. */
  @Test
  void eachValueIsCastOnce() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(4))
            .then("first", new Linear(4, false))
            .then("gate", new Softmax(), "first")
            .sharing("first", "second", new Linear(4, false), "gate")
            .then("third", new Linear(4, false), "gate")
            .then("sum", new Add(), "second", "third")
            .graph();
    ScriptOptions options = new ScriptOptions(MemoryFormat.CONTIGUOUS, Precision.BF16);
    String forward = ForwardSource.inference(graph, new ModuleTree(graph), options).text();
    assertEquals(
        """
          def forward(self: __torch__.Net,
              input0: Tensor) -> Tensor:
            input0_bf16 = torch.to(input0, 15, False, False, None)
            self_first = self.first
            first_weight_bf16 = torch.to(self_first.weight, 15, False, False, None)
            first = torch.linear(input0_bf16, first_weight_bf16, None)
            first_float32 = torch.to(first, 6, False, False, None)
            gate = torch.softmax(first_float32, 1)
            gate_bf16 = torch.to(gate, 15, False, False, None)
            second = torch.linear(gate_bf16, first_weight_bf16, None)
            self_third = self.third
            third_weight_bf16 = torch.to(self_third.weight, 15, False, False, None)
            third = torch.linear(gate_bf16, third_weight_bf16, None)
            sum = torch.add_(second, third)
            sum_float32 = torch.to(sum, 6, False, False, None)
            return sum_float32
        """,
        forward);
  }

  /** Inputs so large that the gradient of the scaled loss is beyond 65,504. */
  @ParameterizedTest
  @MethodSource("rules")
  void anOverflowChangesNothingAndHalvesTheScale(UpdateRule rule) {
    Map<String, Double> decay = Map.of("fc.weight", 0.1);
    TrainingStep step =
        new TrainingStep(rule, 5, decay, true, 0.01, new Loss.CrossEntropy(0), Recompute.NONE);
    try (Engines engines = classifier(step)) {
      NDList large = new NDList(engines.manager.ones(new Shape(16, 4)).mul(300f));
      Map<String, NDArray> state = engines.script.updateState();
      NDArray scale = state.get("loss_scale");
      assertEquals(65536, scale.getFloat());
      Map<String, NDArray> before = copies(learnt(engines));
      int skipped = 0;
      while (unchanged(before, learnt(engines))) {
        assertEquals(65536 / Math.pow(2, skipped), scale.getFloat());
        assertEquals(0, state.get("growth_tracker").toIntArray()[0]);
        float loss =
            engines.script.step(large, new NDList(labels(engines)), 1e-3).loss().getFloat();
        assertTrue(Float.isFinite(loss), "the loss " + loss);
        skipped++;
        assertTrue(skipped < 20, "it never learns");
      }
      assertTrue(skipped > 2, "no overflow");
      assertEquals(1, state.get("growth_tracker").toIntArray()[0]);
      learnt(engines).forEach((name, a) -> assertFalse(a.isNaN().any().getBoolean(), name));
    }
  }

  @Test
  void theScaleDoublesAfter2000GoodSteps() {
    try (Engines engines = classifier(TrainingStep.of(SGD))) {
      Map<String, NDArray> state = engines.script.updateState();
      NDList inputs = new NDList(engines.manager.randomNormal(new Shape(16, 4)));
      for (int i = 1; i < 2000; i++) {
        engines.script.step(inputs, new NDList(labels(engines)), 1e-5);
      }
      assertEquals(65536, state.get("loss_scale").getFloat());
      assertEquals(1999, state.get("growth_tracker").toIntArray()[0]);
      engines.script.step(inputs, new NDList(labels(engines)), 1e-5);
      assertEquals(131072, state.get("loss_scale").getFloat());
      assertEquals(0, state.get("growth_tracker").toIntArray()[0]);
    }
  }

  /** Each rule's arithmetic with a scale is its arithmetic without one. */
  @ParameterizedTest
  @MethodSource("rules")
  void aScaledUpdateIsTheUpdate(UpdateRule rule) {
    Map<String, Double> decay = Map.of("fc.weight", 0.1);
    TrainingStep step =
        new TrainingStep(rule, 0.5, decay, true, 0.01, new Loss.CrossEntropy(0), Recompute.NONE);
    try (Engines plain = classifier(step, Precision.FLOAT32);
        Engines scaled = classifier(step, Precision.FP16)) {
      NDArray scale = scaled.script.updateState().get("loss_scale");
      for (int i = 0; i < 4; i++) {
        int round = i;
        List<NDArray> gradients =
            Stream.of("fc.weight", "fc.bias")
                .map(name -> plain.script.tensors().get(name).getShape())
                .map(s -> Engines.sequence(plain.manager, s, j -> Math.sin(j + 1 + round)))
                .toList();
        plain.script.update(gradients, 0.05);
        scaled.script.update(gradients.stream().map(g -> g.mul(scale)).toList(), 0.05);
      }
      Engines.assertAllClose(plain.script.tensors(), scaled.script.tensors(), 1e-6);
      Map<String, NDArray> state = new LinkedHashMap<>(scaled.script.updateState());
      assertEquals(4, state.remove("growth_tracker").toIntArray()[0]);
      assertNotEquals(null, state.remove("loss_scale"));
      Engines.assertAllClose(plain.script.updateState(), state, 1e-6);
    }
  }

  /** What a step may change, but for the scale. */
  private static Map<String, NDArray> learnt(Engines engines) {
    Map<String, NDArray> all = new LinkedHashMap<>(engines.script.tensors());
    engines.script.updateState().forEach((name, array) -> all.put("state " + name, array));
    all.keySet().removeAll(List.of("state loss_scale", "state growth_tracker"));
    return all;
  }

  private static boolean unchanged(Map<String, NDArray> before, Map<String, NDArray> now) {
    return before.entrySet().stream().allMatch(e -> e.getValue().equals(now.get(e.getKey())));
  }

  private static Map<String, NDArray> copies(Map<String, NDArray> arrays) {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, array.duplicate()));
    return copies;
  }

  private static Engines classifier(TrainingStep step) {
    return classifier(step, Precision.FP16);
  }

  private static Engines classifier(TrainingStep step, Precision precision) {
    Graph graph = Net.of(dev.specc.op.Shape.of(4)).then("fc", new Linear(5, true)).graph();
    ScriptOptions options = new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision);
    return new Engines(graph, step, options, 1, new Shape(16, 4));
  }

  private static Engines residual(Precision precision) {
    Window window = Window.of(Pair.both(3), Pair.both(1), Padding.of(1, 1), Pair.both(1));
    Graph graph =
        Net.of(dev.specc.op.Shape.of(3, 8, 8))
            .then("stem", new Conv(8, window, 1, false))
            .then("conv1", new Conv(8, window, 1, false))
            .then("bn1", new BatchNorm(1e-5, 0.1, true))
            .then("add", new Add(), "stem", "bn1")
            .then("relu", new Relu())
            .then("pool", new GlobalAvgPool())
            .then("flatten", new Flatten(1, -1))
            .then("fc", new Linear(5, true))
            .graph();
    ScriptOptions options = new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision);
    return new Engines(graph, TrainingStep.of(SGD), options, 1, IMAGES);
  }

  private static NDArray labels(Engines engines) {
    return engines.manager.arange(16).mod(5).toType(DataType.INT64, false);
  }
}
