package dev.specc.analyse;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much of the input one position of a feature map sees, and how far apart neighbouring
 * positions look (Dumoulin and Visin 2016, arXiv:1603.07285; Araujo et al. 2019). Padding is left
 * out of account, as usual; where ways join, the widest counts.
 *
 * @param size rows and columns of the input that are seen; never more than it has
 * @param stride rows and columns of the input between neighbours
 * @param whole whether every position sees all of the input
 */
public record ReceptiveField(Pair size, Pair stride, boolean whole) {
  private static final long MAX = 1L << 40;

  private static final ReceptiveField PIXEL = new ReceptiveField(Pair.both(1), Pair.both(1), false);
  private static final ReceptiveField WHOLE = new ReceptiveField(Pair.both(1), Pair.both(1), true);

  /** The field of each node of a graph. */
  static List<ReceptiveField> of(Graph graph) {
    List<ReceptiveField> fields = new ArrayList<>(graph.nodes().size());
    for (Node node : graph.nodes()) {
      ReceptiveField widest = PIXEL;
      for (int input : node.inputs()) {
        widest = widest.wider(fields.get(input));
      }
      fields.add(widest.through(node.op()));
    }
    return fields;
  }

  private ReceptiveField through(Op op) {
    if (whole || seesAll(op)) {
      return WHOLE;
    }
    return window(op).map(this::through).orElse(this);
  }

  private static boolean seesAll(Op op) {
    return switch (op) {
      case Pool.GlobalAvgPool o -> true;
      case Pool.GlobalMaxPool o -> true;
      case Pool.AdaptiveAvgPool o -> o.out().equals(Pair.both(1));
      case Pool.AdaptiveMaxPool o -> o.out().equals(Pair.both(1));
      case Linear o -> true;
      case Rearrangement.Flatten o -> true;
      case Rearrangement.Reshape o -> true;
      default -> false;
    };
  }

  private static Optional<Window> window(Op op) {
    return switch (op) {
      case Conv conv -> Optional.of(conv.window());
      case Pool.MaxPool pool -> Optional.of(pool.window());
      case Pool.AvgPool pool -> Optional.of(pool.window());
      case ConvTranspose conv ->
          Optional.of(Window.of(conv.kernel(), Pair.both(1), Padding.none(), conv.dilation()));
      default -> Optional.empty();
    };
  }

  private ReceptiveField through(Window window) {
    return new ReceptiveField(
        new Pair(
            seen(
                size.height(),
                stride.height(),
                window.kernel().height(),
                window.dilation().height()),
            seen(size.width(), stride.width(), window.kernel().width(), window.dilation().width())),
        new Pair(
            Math.min(MAX, stride.height() * window.stride().height()),
            Math.min(MAX, stride.width() * window.stride().width())),
        false);
  }

  private static long seen(long size, long stride, long kernel, long dilation) {
    double seen = size + (double) dilation * (kernel - 1) * stride;
    return (long) Math.min(MAX, seen);
  }

  private ReceptiveField wider(ReceptiveField other) {
    if (whole || other.whole) {
      return WHOLE;
    }
    return new ReceptiveField(
        new Pair(
            Math.max(size.height(), other.size.height()),
            Math.max(size.width(), other.size.width())),
        new Pair(
            Math.max(stride.height(), other.stride.height()),
            Math.max(stride.width(), other.stride.width())),
        false);
  }

  /** {@code 11x11}, or {@code all}. */
  public String show() {
    return whole ? "all" : size.times();
  }

  /** {@code 4x4}; nothing where there are no neighbours. */
  public String showStride() {
    return whole ? "-" : stride.times();
  }
}
