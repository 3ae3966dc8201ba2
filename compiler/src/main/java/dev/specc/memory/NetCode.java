package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import java.util.List;
import java.util.Set;

/**
 * The bytes that a net itself takes on a CPU, beside its tensors.
 *
 * <p>TorchScript reads a parameter by a {@code GetAttr} for each level of its path, and copies that
 * chain into the graph of every method that reads it or calls one that does. oneDNN generates
 * kernels for each shape of a convolution that it has not seen, and keeps them; in 16 bits for
 * those of products as well, where float32 has the ready ones of its BLAS. What a level and a node
 * take was measured on nets of one small layer hundreds of times, what kernels take on the nets of
 * the zoo. Numbers are of KiB.
 */
final class NetCode {
  /** What the first steps of any net leave behind. */
  private static final long STEPS = 2 << 10;

  /** The kernels of a convolution. */
  private static final long CONVOLUTION = 200;

  private static final long LOW_CONVOLUTION = 600;

  /** In 16 bits, of a 1x1 convolution or a linear layer. */
  private static final long LOW_PRODUCT = 300;

  private final Graph graph;
  private final StepModel model;

  private NetCode(Graph graph, StepModel model) {
    this.graph = graph;
    this.model = model;
  }

  static long of(Graph graph, StepModel model) {
    NetCode code = new NetCode(graph, model);
    long nodes = graph.layers().size() * code.node();
    return (STEPS + code.parameters() + nodes + code.kernels()) << 10;
  }

  private long parameters() {
    Set<String> paths = graph.parameters().keySet();
    return switch (model.engine()) {
      case BLOCKS -> 4L * paths.size();
      case SCRIPT -> 18 * paths.stream().mapToLong(NetCode::levels).sum();
    };
  }

  private static long levels(String path) {
    return 1 + path.chars().filter(c -> c == '.').count();
  }

  /** Stages are written out, with their gradients. */
  private long node() {
    return switch (model.engine()) {
      case BLOCKS -> 5;
      case SCRIPT ->
          switch (model.recompute()) {
            case NONE -> 7;
            case DENSE -> 72;
          };
    };
  }

  private record Kernel(Op op, List<Shape> inputs) {}

  private long kernels() {
    return graph.layers().stream()
        .map(node -> new Kernel(node.op(), graph.inputShapes(node)))
        .distinct()
        .mapToLong(kernel -> kibibytes(kernel.op))
        .sum();
  }

  private long kibibytes(Op op) {
    boolean low = model.precision() != Precision.FLOAT32;
    boolean convolves = op instanceof Conv || op instanceof ConvTranspose;
    boolean multiplies =
        op instanceof Linear
            || op instanceof Conv conv && conv.window().kernel().equals(Pair.both(1));
    if (low && multiplies) {
      return LOW_PRODUCT;
    }
    return convolves ? low ? LOW_CONVOLUTION : CONVOLUTION : 0;
  }
}
