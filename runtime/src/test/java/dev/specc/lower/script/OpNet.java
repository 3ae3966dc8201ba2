package dev.specc.lower.script;

import ai.djl.ndarray.types.Shape;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.lower.blocks.OpCase;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Conv;
import dev.specc.op.Inference;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.List;

/** A classifier around one op: what the op reads is learned, and so is what its result becomes. */
final class OpNet {
  static final int BATCH = 4;

  /** By whom the op's result is read, and so what its gradient is. */
  enum Reader {
    /** One layer: the gradient is nobody else's. */
    LAYER,
    /** A sum, of which another op has the same gradient. */
    SUM,
    /** A concat, whose gradient it is a part of. */
    CONCAT,
    /**
     * A sum with what a rectifier below the op has read, where the shapes allow: the rectifier's
     * derivative must not go over the sum's gradient.
     */
    SKIP
  }

  private OpNet() {}

  static Graph of(OpCase c, Reader reader) {
    Net net = Net.of(c.inputs().toArray(dev.specc.op.Shape[]::new));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      net.then("product" + i, product(c.inputs().get(i)), "input" + i);
      names.add(reader == Reader.SKIP ? "relu" + i : "product" + i);
      if (reader == Reader.SKIP) {
        net.then("relu" + i, new Relu(), "product" + i);
      }
    }
    String[] inputs = names.toArray(String[]::new);
    net.then("op", c.op(), inputs);
    switch (reader) {
      case LAYER -> {}
      case SUM -> net.then("other", c.op(), inputs).then("sum", new Add(), "op", "other");
      case CONCAT -> net.then("other", c.op(), inputs).then("all", new Concat(), "other", "op");
      case SKIP -> {
        if (c.op().infer(c.inputs()).equals(Inference.output(c.inputs().getFirst()))) {
          net.then("sum", new Add(), "op", "product0");
        }
      }
    }
    return net.then("flatten", new Flatten(1, -1)).then("fc", new Linear(5, true)).graph();
  }

  /** Low in low precision. */
  private static Op product(dev.specc.op.Shape shape) {
    int channels = Math.toIntExact(shape.channels());
    Window one = Window.of(Pair.both(1), Pair.both(1), Padding.of(0, 0), Pair.both(1));
    return shape.isMap() ? new Conv(channels, one, 1, false) : new Linear(channels, false);
  }

  static Shape[] shapes(OpCase c) {
    return c.inputs().stream().map(s -> Engines.batched(BATCH, s.dims())).toArray(Shape[]::new);
  }
}
