package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.lower.blocks.OpCase;
import dev.specc.memory.MemoryFormat;
import dev.specc.precision.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What low precision changes: a little, and nothing in types and names. */
class PrecisionTest {
  private static final float FACTOR = 1024;
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
    return new Engines(OpNet.of(c, OpNet.Reader.LAYER), STEP, options, 5, OpNet.shapes(c));
  }

  /** The output, what a training step's gradients are, and what a batch norm learned. */
  private static Map<String, NDArray> results(Engines engines, OpCase c) {
    NDList inputs = new NDList();
    for (Shape shape : OpNet.shapes(c)) {
      int which = inputs.size();
      inputs.add(Engines.sequence(engines.manager, shape, i -> 2 * Math.sin(0.7 * i + which)));
    }
    NDArray labels = engines.manager.create(new long[] {1, 0, 4, 2}, new Shape(OpNet.BATCH));
    // At first the loss is scaled by as much as overflows, which steps would find out.
    NDArray factor = engines.script.updateState().get("loss_scale");
    if (factor != null) {
      factor.set(new float[] {FACTOR});
    }
    Map<String, NDArray> results = new LinkedHashMap<>();
    results.put("output", engines.script.predict(inputs).singletonOrThrow());
    engines
        .script
        .gradients(inputs, new NDList(labels))
        .forEach(
            (name, gradient) ->
                results.put(name + " gradient", factor == null ? gradient : gradient.div(FACTOR)));
    engines.script.tensors().entrySet().stream()
        .filter(entry -> entry.getValue().getDataType().isFloating())
        .forEach(entry -> results.put(entry.getKey(), entry.getValue().stopGradient()));
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
