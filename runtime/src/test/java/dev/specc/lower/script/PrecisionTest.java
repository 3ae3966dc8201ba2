package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import dev.specc.precision.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What low precision changes: a little, and nothing in types and names. */
class PrecisionTest {
  private static final TrainingStep STEP = TrainingStep.of(new UpdateRule.Sgd(0.9, false));

  static Stream<Arguments> cases() {
    return Stream.of(Precision.BF16, Precision.FP16)
        .flatMap(precision -> OpCase.all().stream().map(c -> Arguments.of(precision, c)));
  }

  /** Behind a product in low precision, so that what arrives is of it. */
  @ParameterizedTest
  @MethodSource("cases")
  void eachOpGivesNearlyWhatItGivesInFloat32(Precision precision, OpCase c) {
    Map<String, NDArray> expected = new LinkedHashMap<>();
    try (Engines plain = engines(c, Precision.FLOAT32);
        Engines low = engines(c, precision)) {
      expected.putAll(results(plain, c));
      results(low, c)
          .forEach(
              (name, array) -> {
                assertEquals(DataType.FLOAT32, array.getDataType(), name);
                assertAlike(name, expected.get(name), array, 0.99);
              });
    }
  }

  private static Engines engines(OpCase c, Precision precision) {
    ScriptOptions options = new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision);
    return new Engines(graph(c), STEP, options, 5, shapes(c));
  }

  private static Shape[] shapes(OpCase c) {
    return c.inputs().stream().map(s -> Engines.batched(4, s.dims())).toArray(Shape[]::new);
  }

  private static Graph graph(OpCase c) {
    Net net = Net.of(c.inputs().toArray(dev.specc.op.Shape[]::new));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      net.then("product" + i, product(c.inputs().get(i)), "input" + i);
      names.add("product" + i);
    }
    return net.then("op", c.op(), names.toArray(String[]::new)).graph();
  }

  private static Op product(dev.specc.op.Shape shape) {
    int channels = Math.toIntExact(shape.channels());
    Window one = Window.of(Pair.both(1), Pair.both(1), Padding.of(0, 0), Pair.both(1));
    return shape.isMap() ? new Conv(channels, one, 1, false) : new Linear(channels, false);
  }

  /** The output, the gradients of a sum with uneven factors, and what a batch norm learned. */
  private static Map<String, NDArray> results(Engines engines, OpCase c) {
    NDList inputs = new NDList();
    for (Shape shape : shapes(c)) {
      int which = inputs.size();
      inputs.add(Engines.sequence(engines.manager, shape, i -> 2 * Math.sin(0.7 * i + which)));
    }
    Map<String, NDArray> results = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray output = engines.script.forward(inputs, c.training()).singletonOrThrow();
      results.put("output", output.duplicate());
      if (!(c.op() instanceof Zero)) {
        NDArray factors =
            Engines.sequence(engines.manager, output.getShape(), i -> 0.3 + Math.cos(0.9 * i));
        collector.backward(output.mul(factors).sum());
      }
    }
    engines
        .script
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.getDataType().isFloating()) {
                results.put(name, tensor.stopGradient());
              }
              if (tensor.hasGradient() && !(c.op() instanceof Zero)) {
                results.put(name + " gradient", tensor.getGradient());
              }
            });
    return results;
  }

  /** The cosine of the angle between two arrays, where they are more than rounding. */
  static void assertAlike(String what, NDArray expected, NDArray actual, double least) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    float[] a = expected.toFloatArray();
    float[] b = actual.toFloatArray();
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    boolean bothNothing = Math.sqrt(ofA / a.length) < 1e-5 && Math.sqrt(ofB / a.length) < 0.05;
    double cosine = product / Math.sqrt(ofA * ofB);
    assertTrue(bothNothing || cosine > least, () -> "%s: cosine %g".formatted(what, cosine));
  }
}
