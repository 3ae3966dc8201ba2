package dev.specc.transform;

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
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import java.util.BitSet;
import java.util.List;

/**
 * Leaves out what the options alone decide: ops that give their input (a scale by 1, a dropout of
 * rate 0, a pool of 1x1 windows, a slice of all channels), summands that are zeros, and ops that
 * make zeros of zeros. Gradients stay as they are. What {@code when} decides is not in the graph:
 * elaboration takes one branch and never sees the other.
 *
 * <p>Zeros times something are no zeros: the something may be infinite. An adaptive pool to the
 * size that the spec's input gives stays, since other inputs may come.
 */
public record ConstantFolding() implements Pass {
  @Override
  public String name() {
    return "constant-folding";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return new Folding(graph).rewrite();
  }

  private static final class Folding {
    private final Graph graph;
    private final GraphRewriter rewriter;

    /** New nodes whose values are zeros whatever comes. */
    private final BitSet zeros = new BitSet();

    private int changes;

    Folding(Graph graph) {
      this.graph = graph;
      this.rewriter = new GraphRewriter(graph);
    }

    Rewrite rewrite() {
      graph.nodes().forEach(this::fold);
      return new Rewrite(rewriter.finish(), Derivation.NONE, changes);
    }

    private void fold(Node node) {
      if (node.op() instanceof Join.Add) {
        add(node);
      } else if (givesItsInput(node.op(), graph.inputShapes(node))) {
        forward(node);
      } else if (keepsZeros(node.op()) && allZeros(node)) {
        zeros(node);
      } else {
        rewriter.keep(node);
        zeros.set(rewriter.value(node.id()), node.op() instanceof Zero);
      }
    }

    private boolean allZeros(Node node) {
      return rewriter.values(node.inputs()).stream().allMatch(zeros::get);
    }

    private void add(Node node) {
      List<Integer> all = rewriter.values(node.inputs());
      List<Integer> summands = all.stream().filter(id -> !zeros.get(id)).toList();
      if (summands.size() == all.size()) {
        rewriter.keep(node);
        return;
      }
      changes++;
      if (summands.size() > 1) {
        rewriter.become(node, node.op(), summands);
      } else {
        rewriter.replace(node, summands.isEmpty() ? all.getFirst() : summands.getFirst());
      }
    }

    private void forward(Node node) {
      changes++;
      rewriter.replace(node, rewriter.value(node.inputs().getFirst()));
    }

    /** Zeros of the same shape are at hand; others are made as before, and known to be zeros. */
    private void zeros(Node node) {
      if (node.output().equals(graph.inputShapes(node).getFirst()) && keepsShapes(node.op())) {
        forward(node);
      } else {
        rewriter.keep(node);
        zeros.set(rewriter.value(node.id()));
      }
    }
  }

  /** Whether shapes that are equal at the spec's size are so at every size. */
  private static boolean keepsShapes(Op op) {
    return !(op instanceof Pool) && !(op instanceof Rearrangement.Reshape);
  }

  private static boolean givesItsInput(Op op, List<Shape> inputs) {
    return switch (op) {
      case Affine affine -> affine.scale() == 1 && affine.shift() == 0;
      case Regularisation.Dropout drop -> drop.p() == 0;
      case Regularisation.DropPath drop -> drop.p() == 0;
      case Pool.MaxPool pool -> isOne(pool.window());
      case Pool.AvgPool pool -> isOne(pool.window());
      case Rearrangement rearrangement -> movesNothing(rearrangement, inputs.getFirst());
      case Pool.AdaptiveAvgPool pool -> false;
      case Pool.AdaptiveMaxPool pool -> false;
      case Pool.GlobalAvgPool pool -> false;
      case Pool.GlobalMaxPool pool -> false;
      case Input input -> false;
      case Conv conv -> false;
      case ConvTranspose conv -> false;
      case Linear linear -> false;
      case Normalisation norm -> false;
      case LayerScale scale -> false;
      case Activation activation -> false;
      case Identity identity -> false; // its own pass removes it
      case Zero zero -> false;
      case Join join -> false;
    };
  }

  /** A window of 1x1 that visits every position and nothing else. */
  private static boolean isOne(Window window) {
    Padding.Sides sides = window.sides(Shape.of(1, 1, 1));
    Pair one = Pair.both(1);
    return window.kernel().equals(one) && window.stride().equals(one) && sides.isNone();
  }

  private static boolean movesNothing(Rearrangement op, Shape input) {
    return switch (op) {
      case Rearrangement.Flatten flatten -> input.rank() == 1;
      case Rearrangement.Reshape reshape -> false;
      case Rearrangement.Pad pad ->
          pad.top() == 0 && pad.bottom() == 0 && pad.left() == 0 && pad.right() == 0;
      case Rearrangement.PadChannels pad ->
          pad.channels() == 0 && pad.stride().equals(Pair.both(1));
      case Rearrangement.Upsample upsample -> upsample.factor().equals(Pair.both(1));
      case Rearrangement.ChannelShuffle shuffle ->
          shuffle.groups() == 1 || shuffle.groups() == input.channels();
      case Rearrangement.Slice slice ->
          slice.from(input.channels()) == 0 && slice.to(input.channels()) == input.channels();
    };
  }

  /** Whether the op makes zeros of zeros alone, whatever its parameters. */
  private static boolean keepsZeros(Op op) {
    return switch (op) {
      case Zero zero -> true;
      case Identity identity -> true;
      case Regularisation regularisation -> true;
      case Affine affine -> affine.shift() == 0;
      case Activation activation -> isZeroAtZero(activation);
      case Join join -> true;
      case Rearrangement.Pad pad -> pad.value() == 0;
      case Rearrangement rearrangement -> true;
      case Pool.AdaptiveAvgPool pool -> true;
      case Pool.AdaptiveMaxPool pool -> true;
      case Pool.GlobalAvgPool pool -> true;
      case Pool.GlobalMaxPool pool -> true;
      case Pool.MaxPool pool -> false; // padding is minus infinity
      case Pool.AvgPool pool -> false; // a window of padding alone is 0 / 0
      case Input input -> false;
      case Conv conv -> false;
      case ConvTranspose conv -> false;
      case Linear linear -> false;
      case Normalisation norm -> false;
      case LayerScale scale -> false;
    };
  }

  private static boolean isZeroAtZero(Activation op) {
    return switch (op) {
      case Activation.Relu relu -> true;
      case Activation.Relu6 relu6 -> true;
      case Activation.LeakyRelu leaky -> true;
      case Activation.Elu elu -> true;
      case Activation.Gelu gelu -> true;
      case Activation.Silu silu -> true;
      case Activation.Tanh tanh -> true;
      case Activation.HardSwish hard -> true;
      case Activation.Sigmoid sigmoid -> false;
      case Activation.HardSigmoid hard -> false;
      case Activation.Softmax softmax -> false;
      case Activation.LogSoftmax softmax -> false;
    };
  }
}
