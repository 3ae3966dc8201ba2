package dev.specc.train;

import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Shape;
import dev.specc.op.Window;

/** LeNet as d2l.ai has it (section 7.6): sigmoid, average pools, 120-84-10. */
public final class SigmoidLeNet {
  private SigmoidLeNet() {}

  public static Graph graph() {
    return Net.of(Shape.of(1, 28, 28))
        .then("0", new Conv(6, window(5, 1, 2), 1, true))
        .then("1", new Sigmoid())
        .then("2", new AvgPool(window(2, 2, 0), true))
        .then("3", new Conv(16, window(5, 1, 0), 1, true))
        .then("4", new Sigmoid())
        .then("5", new AvgPool(window(2, 2, 0), true))
        .then("6", new Flatten(1, -1))
        .then("7", new Linear(120, true))
        .then("8", new Sigmoid())
        .then("9", new Linear(84, true))
        .then("10", new Sigmoid())
        .then("11", new Linear(10, true))
        .graph();
  }

  private static Window window(long kernel, long stride, long padding) {
    return Window.of(
        Pair.both(kernel), Pair.both(stride), Padding.of(padding, padding), Pair.both(1));
  }
}
