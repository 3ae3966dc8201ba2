package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.op.Op;
import dev.specc.op.Zero;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each op in TorchScript gives what it gives as a block, which is compared with PyTorch. */
class ScriptOpsTest {
  private static final double TOLERANCE = 1e-6;
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
  void outputAndGradientsAreThoseOfTheBlock(OpCase c) {
    Shape[] shapes =
        c.inputs().stream().map(s -> Engines.batched(2, s.dims())).toArray(Shape[]::new);
    try (Engines engines = new Engines(graph(c), STEP, 5, shapes)) {
      NDList inputs = inputs(engines, shapes);
      Map<String, NDArray> blocks =
          results(engines, inputs, c, () -> engines.forward(inputs, c.training()));
      Map<String, NDArray> scripts =
          results(engines, inputs, c, () -> engines.script.forward(inputs, c.training()));
      add(blocks, engines.weights());
      add(scripts, engines.script.tensors());
      Engines.assertAllClose(blocks, scripts, TOLERANCE);
    }
  }

  private static void add(Map<String, NDArray> results, Map<String, NDArray> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          results.put(name, tensor);
          if (tensor.hasGradient()) {
            results.put(name + " gradient", tensor.getGradient());
          }
        });
  }

  private static Graph graph(OpCase c) {
    dev.specc.op.Shape[] shapes = c.inputs().toArray(dev.specc.op.Shape[]::new);
    String[] names =
        IntStream.range(0, shapes.length).mapToObj(i -> "input" + i).toArray(String[]::new);
    return Net.of(shapes).then("op", c.op(), names).graph();
  }

  private static NDList inputs(Engines engines, Shape[] shapes) {
    NDList inputs = new NDList();
    for (Shape shape : shapes) {
      int which = inputs.size();
      NDArray input = Engines.sequence(engines.manager, shape, i -> 2 * Math.sin(0.7 * i + which));
      input.setRequiresGradient(true);
      inputs.add(input);
    }
    return inputs;
  }

  /** The output, and the gradients of inputs and weights for a sum with uneven factors. */
  private static Map<String, NDArray> results(
      Engines engines, NDList inputs, OpCase c, Supplier<NDList> forward) {
    Map<String, NDArray> results = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray output = forward.get().singletonOrThrow();
      results.put("output", output.duplicate());
      if (!(c.op() instanceof Zero)) {
        NDArray factors =
            Engines.sequence(engines.manager, output.getShape(), i -> Math.cos(0.9 * i));
        collector.backward(output.mul(factors).sum());
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      results.put("input" + i + " gradient", inputs.get(i).getGradient().duplicate());
      JniUtils.zeroGrad((PtNDArray) inputs.get(i));
    }
    return results;
  }
}
