package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.precision.Precision;

/**
 * How arrays of four axes lie in memory; their shapes are the same. torch.memory_format has the
 * names.
 */
public enum MemoryFormat {
  /** Width innermost: the memory of [N, C, H, W]. */
  CONTIGUOUS,
  /** Channels innermost, as vectorised convolutions want them. */
  CHANNELS_LAST;

  /** How often libtorch copies the gradient of a large kernel in a step with channels last. */
  private static final int COPIES = 2;

  /** What a value of a max pool gains by channels last, in what one of a convolution gains. */
  private static final int POOLED = 6;

  /**
   * The faster one for training by the script engine. On a CPU that is channels last, unless little
   * goes through large kernels: the gradient of a weight larger than 1x1 is copied twice in each
   * step then, which costs about what each value of a convolution gains. The figures were fitted to
   * steps on two cores: with 64x64 images, contiguous arrays take 0.80 of the time for ResNet-18 in
   * batches of 16 and 0.93 for ResNet-50 in batches of 8, but 1.01 in batches of 32, and 1.14 for
   * GoogLeNet in batches of 8. On a GPU, low precision runs on tensor cores, which take channels
   * last and would have each array rearranged; for float32 PyTorch's own default is kept. Nothing
   * was measured there.
   */
  public static MemoryFormat preferred(
      Graph graph, long batch, Processor processor, Precision precision) {
    return switch (processor) {
      case GPU -> precision == Precision.FLOAT32 ? CONTIGUOUS : CHANNELS_LAST;
      case CPU ->
          (double) COPIES * largeKernels(graph) > (double) gaining(graph) * batch
              ? CONTIGUOUS
              : CHANNELS_LAST;
    };
  }

  /** The elements of weights that lie differently in the two formats. */
  private static long largeKernels(Graph graph) {
    long elements = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv conv
          && conv.groups() == 1
          && !isPoint(conv.window().kernel())) {
        elements += graph.parameters(node).getFirst().elements();
      }
    }
    return elements;
  }

  private static boolean isPoint(Pair kernel) {
    return kernel.height() == 1 && kernel.width() == 1;
  }

  /** The values of one example that gain, in those of convolutions. */
  private static long gaining(Graph graph) {
    long values = 0;
    for (Node node : graph.nodes()) {
      long own = node.output().elements();
      values +=
          node.op() instanceof Conv ? own : node.op() instanceof Pool.MaxPool ? POOLED * own : 0;
    }
    return values;
  }
}
