package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation.LeakyRelu;
import dev.specc.op.Affine;
import dev.specc.op.Join.Multiply;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each op in TorchScript gives what it gives as a block, which is compared with PyTorch. */
class ScriptOpsTest {
  private static final double TOLERANCE = 1e-6;
  private static final double STEP_TOLERANCE = 1e-5;
  private static final TrainingStep STEP = TrainingStep.of(new UpdateRule.Sgd(0, false));

  static List<OpCase> cases() {
    return OpCase.all();
  }

  @Test
  void everyOpThatComputesIsTried() {
    Set<Class<?>> tried = cases().stream().map(c -> c.op().getClass()).collect(Collectors.toSet());
    Set<String> names = tried.stream().map(Class::getSimpleName).collect(Collectors.toSet());
    Set<String> missing = leaves(Op.class).map(Class::getSimpleName).collect(Collectors.toSet());
    missing.removeAll(names);
    // Nothing to compare with: an input computes nothing, and chance is tested by itself.
    assertEquals(Set.of("Input", "Dropout", "DropPath"), missing);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ScriptOpsTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theResultIsThatOfTheBlock(OpCase c) {
    dev.specc.op.Shape[] shapes = c.inputs().toArray(dev.specc.op.Shape[]::new);
    String[] names =
        IntStream.range(0, shapes.length).mapToObj(i -> "input" + i).toArray(String[]::new);
    Graph graph = Net.of(shapes).then("op", c.op(), names).graph();
    try (Engines engines = new Engines(graph, STEP, 5, OpNet.shapes(c))) {
      NDList inputs = inputs(engines, OpNet.shapes(c));
      NDArray expected = engines.forward(inputs, false).singletonOrThrow();
      NDArray actual = engines.script.predict(inputs).singletonOrThrow();
      Engines.assertClose("output", expected, actual, TOLERANCE);
    }
  }

  private static final dev.specc.op.Shape MAP = dev.specc.op.Shape.of(4, 4, 6);
  private static final dev.specc.op.Shape GATE = dev.specc.op.Shape.of(4, 1, 1);

  /** Of which a gradient is a view, gates on either side, and slopes that lose the sign. */
  private static final List<OpCase> DELICATE =
      List.of(
          training(new ChannelShuffle(1), MAP),
          training(new ChannelShuffle(2), MAP),
          training(new ChannelShuffle(4), MAP),
          training(new Slice(0, Slice.OPEN), MAP),
          training(new Slice(-3, -1), MAP),
          training(new Reshape(List.of(4L, 4L, 6L)), MAP),
          training(new Affine(-2, 1), MAP),
          training(new Multiply(), MAP, GATE),
          training(new Multiply(), GATE, MAP),
          training(new LeakyRelu(0), MAP),
          training(new LeakyRelu(-0.5), MAP),
          training(new GlobalAvgPool(), MAP));

  private static OpCase training(Op op, dev.specc.op.Shape... inputs) {
    return new OpCase("", op, true, List.of(inputs));
  }

  static Stream<Arguments> trained() {
    return Stream.concat(cases().stream(), DELICATE.stream())
        .flatMap(
            c ->
                Stream.of(MemoryFormat.values())
                    .flatMap(
                        format ->
                            Stream.of(OpNet.Reader.values())
                                .map(reader -> Arguments.of(c, format, reader))));
  }

  /** Derivatives, most of which the compiler writes, next to those of DJL's autograd. */
  @ParameterizedTest
  @MethodSource("trained")
  void aTrainingStepIsThatOfTheBlock(OpCase c, MemoryFormat format, OpNet.Reader reader) {
    Graph graph = OpNet.of(c, reader);
    try (Engines engines = new Engines(graph, STEP, format, 5, OpNet.shapes(c))) {
      assertTrainsAlike(engines, inputs(engines, OpNet.shapes(c)));
    }
  }

  /** Those of channels that do not fill lines of the cache are summed up side by side. */
  @ParameterizedTest
  @CsvSource({"4, 4", "12, 4", "16, 4", "24, 4", "30, 4", "5, 4", "12, 5", "7, 1"})
  void batchNormsOfAnyWidth(long channels, long size) {
    dev.specc.op.Shape shape = dev.specc.op.Shape.of(channels, size, size);
    for (boolean affine : List.of(true, false)) {
      OpCase c = new OpCase("", new BatchNorm(1e-5, 0.1, affine), true, List.of(shape));
      for (OpNet.Reader reader : OpNet.Reader.values()) {
        aTrainingStepIsThatOfTheBlock(c, MemoryFormat.CHANNELS_LAST, reader);
      }
    }
  }

  private static void assertTrainsAlike(Engines engines, NDList inputs) {
    NDArray labels = engines.manager.create(new long[] {1, 0, 4, 2}, new Shape(OpNet.BATCH));
    float expected = engines.backward(inputs, labels);
    GraphScript.Backward backward = engines.script.backward(inputs, new NDList(labels));
    assertEquals(expected, backward.result().loss().getFloat(), STEP_TOLERANCE * expected);
    Engines.assertAllClose(engines.gradients(), backward.gradients(), STEP_TOLERANCE);
    Engines.assertAllClose(engines.weights(), engines.script.tensors(), STEP_TOLERANCE);
    NDArray evaluated = engines.forward(inputs, false).head();
    Engines.assertClose(
        "evaluation", evaluated, engines.script.predict(inputs).head(), STEP_TOLERANCE);
  }

  private static NDList inputs(Engines engines, Shape[] shapes) {
    NDList inputs = new NDList();
    for (Shape shape : shapes) {
      int which = inputs.size();
      inputs.add(Engines.sequence(engines.manager, shape, i -> 2 * Math.sin(0.7 * i + which)));
    }
    return inputs;
  }
}
