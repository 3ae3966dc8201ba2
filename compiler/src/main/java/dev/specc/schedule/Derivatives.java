package dev.specc.schedule;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;

/**
 * Which nodes' derivatives the compiler writes into the training step, as PyTorch's {@code
 * derivatives.yaml} has them. What knows the whole graph writes over gradients that no one else
 * reads, and spares autograd's books. Autograd differentiates the rest: nodes that are rare, or of
 * which one is made of many calls.
 */
public final class Derivatives {
  private Derivatives() {}

  static boolean areWritten(Graph graph, Node node) {
    return switch (node.op()) {
      case Conv conv -> true;
      case ConvTranspose conv -> true;
      case Linear linear -> linear.over() == Linear.Over.FEATURES;
      case Normalisation norm ->
          switch (norm) {
            case Normalisation.BatchNorm batch -> true;
            case Normalisation.LayerNorm layer -> false;
            case Normalisation.GroupNorm group -> false;
            case Normalisation.LocalResponseNorm response -> false;
          };
      case LayerScale scale -> false;
      case Activation activation -> true;
      case Pool pool -> areWritten(pool, graph.inputShapes(node).getFirst());
      case Regularisation regularisation -> false;
      case Rearrangement rearrangement -> areWritten(rearrangement);
      case Affine affine -> true;
      case Join join ->
          switch (join) {
            case Join.Concat concat -> true;
            case Join.Add add -> true;
            case Join.Multiply multiply -> node.inputs().size() == 2;
          };
      case Input input -> true;
      case Identity identity -> true;
      case Zero zero -> true;
    };
  }

  /**
   * Whether an op's derivative goes over the gradient of its result, element by element, where
   * nobody else reads that.
   */
  public static boolean goOver(Op op) {
    return op instanceof Affine
        || op instanceof Activation activation
            && switch (activation) {
              case Activation.Relu relu -> true;
              case Activation.Relu6 relu6 -> true;
              case Activation.LeakyRelu leaky -> true;
              case Activation.Elu elu -> true;
              case Activation.Gelu gelu -> true;
              case Activation.Silu silu -> true;
              case Activation.Sigmoid sigmoid -> true;
              case Activation.Tanh tanh -> true;
              case Activation.HardSigmoid hard -> true;
              // Before PyTorch 2 it could not be told where to write.
              case Activation.HardSwish hard -> false;
              case Activation.Softmax softmax -> false;
              case Activation.LogSoftmax softmax -> false;
            };
  }

  /** Whether all pixels of a channel have one gradient, which is then not written out. */
  public static boolean spread(Op op) {
    return op instanceof Pool.GlobalAvgPool
        || op instanceof Pool.AdaptiveAvgPool pool && pool.out().equals(Pair.both(1));
  }

  private static boolean areWritten(Pool op, Shape input) {
    return switch (op) {
      case Pool.MaxPool pool ->
          padsItself(pool.window(), input) && pool.window().dilation().equals(Pair.both(1));
      case Pool.AvgPool pool -> padsItself(pool.window(), input);
      case Pool.AdaptiveAvgPool pool -> true;
      case Pool.GlobalAvgPool pool -> true;
      case Pool.AdaptiveMaxPool pool -> false;
      case Pool.GlobalMaxPool pool -> false;
    };
  }

  /** Whether libtorch pads, which it does alike on both sides, whatever the size. */
  private static boolean padsItself(Window window, Shape input) {
    return !window.padsBySize() && window.sides(input).isSymmetric();
  }

  private static boolean areWritten(Rearrangement op) {
    return switch (op) {
      case Rearrangement.Flatten flatten -> true;
      case Rearrangement.Reshape reshape -> true;
      case Rearrangement.Slice slice -> true;
      case Rearrangement.ChannelShuffle shuffle -> true;
      case Rearrangement.Pad pad -> false;
      case Rearrangement.PadChannels pad -> false;
      case Rearrangement.Upsample upsample -> false;
    };
  }
}
