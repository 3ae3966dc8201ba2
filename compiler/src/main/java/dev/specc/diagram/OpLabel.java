package dev.specc.diagram;

import dev.specc.drawing.Tone;
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
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is written in a box, and its colour. */
final class OpLabel {
  private static final int MOST_IN_CHAIN = 3;
  private static final int MOST_KINDS = 4;

  private OpLabel() {}

  /** {@code conv 7×7, 64, /2}: the op, its window, its channels, its stride. */
  static String of(Op op) {
    return switch (op) {
      case Conv conv ->
          kind(conv) + window(conv.window()) + ", " + conv.out() + step(conv.window());
      case ConvTranspose conv -> "conv transpose, " + conv.out();
      case Linear linear -> "linear, " + linear.out();
      case MaxPool pool -> "max pool" + window(pool.window()) + step(pool.window());
      case AvgPool pool -> "avg pool" + window(pool.window()) + step(pool.window());
      case Op other -> other.name().replace('_', ' ');
    };
  }

  private static String kind(Conv conv) {
    return conv.groups() == 1
        ? "conv"
        : conv.groups() == conv.out() ? "depthwise conv" : "conv in " + conv.groups() + " groups";
  }

  private static String window(Window window) {
    return " " + show(window.kernel());
  }

  private static String step(Window window) {
    Pair stride = window.stride();
    return stride.height() == 1 && stride.width() == 1
        ? ""
        : ", /" + (stride.height() == stride.width() ? stride.height() : show(stride));
  }

  private static String show(Pair pair) {
    return pair.height() + "×" + pair.width();
  }

  /**
   * A folded block: its convolutions, linear layers and pools one after the other where they are a
   * short chain, else how many of each, with its joins: {@code 6 conv, max pool, concat}.
   */
  static String of(List<Node> nodes) {
    List<Op> main = nodes.stream().map(Node::op).filter(OpLabel::isMain).toList();
    boolean chain = nodes.stream().noneMatch(n -> n.op() instanceof Join);
    if (chain && !main.isEmpty() && main.size() <= MOST_IN_CHAIN) {
      return main.stream().map(OpLabel::of).collect(Collectors.joining(" → "));
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (isMain(node.op()) || node.op() instanceof Join) {
        counts.merge(node.op().name().replace('_', ' '), 1, Integer::sum);
      }
    }
    return counts.isEmpty() || counts.size() > MOST_KINDS
        ? nodes.size() + " ops"
        : counts.entrySet().stream()
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  /**
   * Whether it is one layer to its reader: a convolution, linear layer or pool and its trimmings.
   */
  static boolean isOneLayer(List<Node> nodes) {
    return nodes.stream().noneMatch(n -> n.op() instanceof Join)
        && nodes.stream().filter(n -> isMain(n.op())).count() == 1;
  }

  private static boolean isMain(Op op) {
    return op instanceof Conv
        || op instanceof ConvTranspose
        || op instanceof Linear
        || op instanceof Pool;
  }

  static Tone tone(Box box) {
    if (box.isOneNode()) {
      return tone(box.nodes().getFirst().op());
    }
    return box.nodes().getFirst().training() ? Tone.GREY : Tone.BLUE;
  }

  private static Tone tone(Op op) {
    return switch (op) {
      case Conv c -> Tone.BLUE;
      case ConvTranspose c -> Tone.BLUE;
      case Linear l -> Tone.BLUE;
      case Normalisation n -> Tone.YELLOW;
      case LayerScale s -> Tone.YELLOW;
      case Activation a -> Tone.ORANGE;
      case Pool p -> Tone.RED;
      case Join j -> Tone.PURPLE;
      case Rearrangement r -> Tone.TEAL;
      case Input i -> Tone.GREEN;
      case Regularisation r -> Tone.GREY;
      case Affine a -> Tone.GREY;
      case Identity i -> Tone.GREY;
      case Zero z -> Tone.GREY;
    };
  }
}
