package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InferenceScriptTest {
  /** Its output is a map, whose elements may lie in another order than the blocks'. */
  @ParameterizedTest
  @EnumSource
  void computesWhatTheBlocksDoThoughTheGivenArraysAreClosed(MemoryFormat format) {
    Window window = Window.of(Pair.both(3), Pair.both(1), Padding.of(1, 1), Pair.both(1));
    Graph graph =
        Net.of(dev.specc.op.Shape.of(3, 6, 6))
            .then("conv", new Conv(4, window, 1, true))
            .then("bn", new BatchNorm(1e-5, 0.1, true))
            .then("relu", new Relu())
            .graph();
    Shape input = new Shape(2, 3, 6, 6);
    try (Engines engines =
            new Engines(graph, TrainingStep.of(new UpdateRule.Sgd(0, false)), 1, input);
        InferenceScript script = script(engines, ScriptOptions.float32(format))) {
      NDList images = new NDList(engines.manager.randomNormal(input));
      NDArray expected = engines.forward(images, false).head();
      Engines.assertClose("output", expected, script.predict(images).head(), 1e-6);
    }
  }

  private static InferenceScript script(Engines engines, ScriptOptions options) {
    try (NDManager until = engines.manager.newSubManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      engines.weights().forEach((name, array) -> arrays.put(name, array.duplicate()));
      arrays.values().forEach(array -> array.attach(until));
      return new InferenceScript(engines.graph, arrays, Device.cpu(), options);
    }
  }
}
