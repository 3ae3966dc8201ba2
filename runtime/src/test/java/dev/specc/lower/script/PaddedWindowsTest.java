package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Window;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Windows that lie wholly in the padding, or skip a small input: libtorch's own padding ends the
 * process there, or writes outside of its memory. With channels last, as the script trains.
 */
class PaddedWindowsTest {
  static List<Op> ops() {
    return List.of(
        conv(3, 4, 1),
        conv(1, 1, 1),
        conv(2, 9, 8),
        pool(3, 2, 2, false),
        pool(3, 4, 4, false),
        pool(3, 2, 2, true));
  }

  private static Conv conv(long kernel, long padding, long dilation) {
    return new Conv(16, window(kernel, 2, padding, dilation, false), 1, true);
  }

  private static MaxPool pool(long kernel, long padding, long dilation, boolean ceil) {
    return new MaxPool(window(kernel, 2, padding, dilation, ceil));
  }

  private static Window window(
      long kernel, long stride, long padding, long dilation, boolean ceilMode) {
    Window window =
        Window.of(
            Pair.both(kernel),
            Pair.both(stride),
            Padding.of(padding, padding),
            Pair.both(dilation));
    return new Window(
        window.kernel(), window.stride(), window.padding(), window.dilation(), ceilMode);
  }

  @ParameterizedTest
  @MethodSource("ops")
  void stepsGiveTheLossOfTheBlocks(Op op) {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(16, 7, 7))
            .then("op", op)
            .then("pool", new GlobalAvgPool())
            .then("flatten", new Flatten(1, -1))
            .then("fc", new Linear(5, true))
            .graph();
    TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0, false));
    Shape shape = new Shape(2, 16, 7, 7);
    try (Engines engines = new Engines(graph, step, MemoryFormat.CHANNELS_LAST, 3, shape)) {
      NDList images = new NDList(engines.manager.randomNormal(shape));
      NDArray labels = engines.manager.create(new long[] {1, 4});
      float expected = engines.backward(images, labels);
      assertEquals(
          expected, engines.script.step(images, new NDList(labels), 0).loss().getFloat(), 1e-5);
      for (int i = 0; i < 20; i++) {
        engines.script.step(images, new NDList(labels), 0.01).loss().close();
      }
    }
  }
}
