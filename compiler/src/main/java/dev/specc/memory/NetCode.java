package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.schedule.Stage;
import dev.specc.schedule.Stages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
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
  private final MemoryFormat format;
  private final long batch;

  private NetCode(Graph graph, StepModel model, MemoryFormat format, long batch) {
    this.graph = graph;
    this.model = model;
    this.format = format;
    this.batch = batch;
  }

  /**
   * @param graph that is lowered
   * @param format of its arrays
   * @param stages of its training step
   */
  static long of(Graph graph, StepModel model, MemoryFormat format, long batch, Stages stages) {
    NetCode code = new NetCode(graph, model, format, batch);
    return (STEPS + code.parameters() + code.nodes(stages) + code.kernels()) << 10;
  }

  private long nodes(Stages stages) {
    return switch (model.engine()) {
      case BLOCKS -> 5L * graph.layers().size();
      case SCRIPT -> stages.list().stream().mapToLong(this::stage).sum();
    };
  }

  private long stage(Stage stage) {
    return switch (stage) {
      case Stage.Written written -> sum(written.nodes(), this::written);
      case Stage.Recorded recorded -> 50L * recorded.nodes().size();
      case Stage.Rebuilt rebuilt ->
          sum(rebuilt.nodes(), this::written) + sum(rebuilt.values(), this::again);
    };
  }

  private static long sum(List<Node> nodes, ToLongFunction<Node> code) {
    return nodes.stream().mapToLong(code).sum();
  }

  /** Both passes of a node; arguments that are lists take most. */
  private long written(Node node) {
    Op op = node.op();
    if (op instanceof Normalisation.BatchNorm && hasWideSums(node)) {
      return WideSums.applyToo(node.output()) ? 390 : 280;
    }
    if (op instanceof Conv conv && isProduct(conv, graph.inputShapes(node).getFirst())) {
      return 80;
    }
    boolean lists = op instanceof Conv || op instanceof ConvTranspose || op instanceof Pool;
    return lists || op instanceof Normalisation.BatchNorm ? 50 : 16;
  }

  /** A forward pass once more. */
  private long again(Node node) {
    if (!(node.op() instanceof Normalisation.BatchNorm)) {
      return 20;
    }
    return !hasWideSums(node) ? 30 : WideSums.applyToo(node.output()) ? 190 : 140;
  }

  /** The block engine has contiguous arrays. */
  private boolean isProduct(Conv conv, Shape input) {
    return MatrixProducts.are(conv, input, batch, format, model.processor(), model.precision());
  }

  private boolean hasWideSums(Node node) {
    return WideSums.areOf(node.output(), format, model.processor(), model.precision());
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

  private record Kernel(Op op, List<Shape> inputs) {}

  private long kernels() {
    return graph.layers().stream()
        .map(node -> new Kernel(node.op(), graph.inputShapes(node)))
        .distinct()
        .mapToLong(this::kibibytes)
        .sum();
  }

  private long kibibytes(Kernel kernel) {
    Op op = kernel.op;
    if (op instanceof Conv conv && isProduct(conv, kernel.inputs.getFirst())) {
      return 0;
    }
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
