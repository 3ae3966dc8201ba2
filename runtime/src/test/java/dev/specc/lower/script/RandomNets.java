package dev.specc.lower.script;

import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation.Gelu;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.Identity;
import dev.specc.op.Join;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Regularisation.Dropout;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import dev.specc.schedule.Recompute;
import dev.specc.schedule.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Nets of convolutions and of what stands between them, wired at random: the same for a seed. */
final class RandomNets {
  private static final int CHANNELS = 4;

  /** What is likely in a segment comes more often. */
  private static final List<Op> OPS =
      List.of(
          new BatchNorm(1e-5, 0.1, true),
          new BatchNorm(1e-5, 0.1, true),
          new BatchNorm(1e-3, 0.2, false),
          new Relu(),
          new Relu(),
          new Gelu(),
          new Sigmoid(),
          new Identity(),
          new Affine(0.5, 0.1),
          new Dropout(0.3),
          new MaxPool(window(3)),
          new Zero());

  private final Random random;
  private final Net net = Net.of(Shape.of(CHANNELS, 6, 6));
  private final List<String> values = new ArrayList<>(List.of("input0"));

  private RandomNets(long seed) {
    random = new Random(seed);
  }

  /** Takes [4, 6, 6] and gives [5]. */
  static Graph of(long seed) {
    return new RandomNets(seed).graph();
  }

  /** How often something is computed again. */
  static long segments(Graph graph) {
    ForwardSource source =
        ForwardSource.training(
            graph,
            new ModuleTree(graph),
            ScriptOptions.float32(MemoryFormat.CONTIGUOUS),
            Recompute.DENSE);
    return source.stages().list().stream().filter(Stage.Rebuilt.class::isInstance).count();
  }

  private Graph graph() {
    int size = 6 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      step("n" + i);
    }
    // What no one has read, and what many have, comes together at the end.
    return net.then("concat", new Join.Concat(), last(), any())
        .then("conv", new Conv(CHANNELS, window(1), 1, true))
        .then("pool", new GlobalAvgPool())
        .then("flatten", new Flatten(1, -1))
        .then("fc", new Linear(5, true))
        .graph();
  }

  private String last() {
    return values.getLast();
  }

  /** One of the last few values more often than not. */
  private String any() {
    int among = random.nextBoolean() ? Math.min(3, values.size()) : values.size();
    return values.get(values.size() - 1 - random.nextInt(among));
  }

  /** Every value has the same shape: concats are brought back to it by the next convolution. */
  private void step(String path) {
    int kind = random.nextInt(10);
    if (kind < 3) {
      net.then(path, conv(), any());
    } else if (kind < 5) {
      concat(path);
    } else if (kind < 6) {
      net.then(path, new Join.Add(), last(), any());
    } else {
      net.then(path, OPS.get(random.nextInt(OPS.size())), last());
    }
    values.add(path);
  }

  private void concat(String path) {
    net.then(path + ".concat", new Join.Concat(), last(), any(), any())
        .then(path + ".norm", new BatchNorm(1e-5, 0.1, true))
        .then(path + ".act", new Relu());
    net.then(path, conv());
  }

  private Op conv() {
    return new Conv(CHANNELS, window(random.nextBoolean() ? 1 : 3), 1, random.nextBoolean());
  }

  private static Window window(long kernel) {
    Padding padding = Padding.of(kernel / 2, kernel / 2);
    return Window.of(Pair.both(kernel), Pair.both(1), padding, Pair.both(1));
  }
}
