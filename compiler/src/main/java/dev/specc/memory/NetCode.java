package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.schedule.Stage;
import dev.specc.schedule.Stages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bytes that a net itself takes on a CPU, beside its tensors.
 *
 * <p>TorchScript copies the reads of modules and parameters into the graph of every method that has
 * them or calls one that does. oneDNN generates kernels for each shape of a convolution that it has
 * not seen, and keeps them; in 16 bits for those of products as well, where float32 has the ready
 * ones of its BLAS. What modules, parameters and nodes take was measured on nets of one small layer
 * hundreds of times, what kernels take on the nets of the zoo. Numbers are of KiB.
 */
final class NetCode {
  /** What the first steps of any net leave behind. */
  private static final long STEPS = 2 << 10;

  /** The kernels of a convolution. */
  private static final long CONVOLUTION = 250;

  private static final long LOW_CONVOLUTION = 600;

  /** In 16 bits, of a 1x1 convolution or a linear layer. */
  private static final long LOW_PRODUCT = 300;

  private final Graph graph;
  private final StepModel model;

  private NetCode(Graph graph, StepModel model) {
    this.graph = graph;
    this.model = model;
  }

  /**
   * @param graph that is lowered
   * @param stages of its training step
   */
  static long of(Graph graph, StepModel model, Stages stages) {
    NetCode code = new NetCode(graph, model);
    long nodes = graph.layers().size() * code.node();
    return (STEPS + code.parameters() + nodes + rebuilt(stages) + code.kernels()) << 10;
  }

  /** Stages that are rebuilt are written out once more, with their gradients. */
  private static long rebuilt(Stages stages) {
    long written = 0;
    for (Stage stage : stages.list()) {
      written +=
          switch (stage) {
            case Stage.Kept kept -> 0;
            case Stage.Rebuilt rebuilt -> 80 + 50 * rebuilt.values().size();
          };
    }
    return written;
  }

  private long parameters() {
    Set<String> paths = graph.parameters().keySet();
    return switch (model.engine()) {
      case BLOCKS -> 4L * paths.size();
      case SCRIPT -> {
        Set<String> layers = above(paths);
        Set<String> modules = new HashSet<>();
        for (Set<String> some = layers; !some.isEmpty(); some = above(some)) {
          modules.addAll(some);
        }
        yield 22L * paths.size() + 15L * layers.size() + 14L * modules.size();
      }
    };
  }

  /** The modules that these are attributes of, but for the net itself. */
  private static Set<String> above(Set<String> paths) {
    return paths.stream()
        .filter(path -> path.indexOf('.') > 0)
        .map(path -> path.substring(0, path.lastIndexOf('.')))
        .collect(Collectors.toSet());
  }

  private long node() {
    return switch (model.engine()) {
      case BLOCKS -> 5;
      case SCRIPT -> 10;
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
