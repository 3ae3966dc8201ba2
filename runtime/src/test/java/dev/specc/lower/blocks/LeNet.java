package dev.specc.lower.blocks;

import dev.specc.graph.Graph;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Shape;
import dev.specc.op.Window;

/** LeNet-5 with rectifiers and max pools, for images of 1x28x28. */
public final class LeNet {
  private LeNet() {}

  public static Graph graph() {
    return Net.of(Shape.of(1, 28, 28))
        .then("conv1", new Conv(6, window(5, 1, 2), 1, true))
        .then("relu1", new Relu())
        .then("pool1", new MaxPool(window(2, 2, 0)))
        .then("conv2", new Conv(16, window(5, 1, 0), 1, true))
        .then("relu2", new Relu())
        .then("pool2", new MaxPool(window(2, 2, 0)))
        .then("flatten", new Flatten(1, -1))
        .then("fc1", new Linear(120, true))
        .then("relu3", new Relu())
        .then("fc2", new Linear(84, true))
        .then("relu4", new Relu())
        .then("fc3", new Linear(10, true))
        .graph();
  }

  private static Window window(long kernel, long stride, long padding) {
    return Window.of(
        Pair.both(kernel), Pair.both(stride), Padding.of(padding, padding), Pair.both(1));
  }
}
