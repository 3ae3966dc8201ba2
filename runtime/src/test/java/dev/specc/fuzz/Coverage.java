package dev.specc.fuzz;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what specs use, in words. */
final class Coverage {
  private final Map<String, Integer> counts = new TreeMap<>();

  int of(String feature) {
    return counts.getOrDefault(feature, 0);
  }

  private void count(String feature) {
    counts.merge(feature, 1, Integer::sum);
  }

  private void count(boolean used, String feature) {
    if (used) {
      count(feature);
    }
  }

  void add(SpecTree spec) {
    count(!spec.params().isEmpty(), "params");
    count(spec.inputs().size() > 1, "inputs");
    count(spec.inputs().values().stream().anyMatch(dims -> dims.size() == 1), "a vector arrives");
    spec.blocks().values().forEach(this::block);
    spec.aux()
        .forEach(
            head -> {
              count("aux");
              count(!head.weight().isEmpty(), "aux weight");
              count(!head.when().isEmpty(), "aux when");
            });
    boolean list =
        spec.outputs().entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
    count(!spec.outputs().isEmpty(), list ? "outputs list" : "outputs map");
    spec.steps().forEach(step -> step(step, spec));
  }

  private void block(SpecTree.Block block) {
    count(!block.inputs().isEmpty(), "block inputs");
    block
        .params()
        .values()
        .forEach(p -> count(p.equals(Setting.of("")) ? "required param" : "default of a param"));
  }

  private void step(Step step, SpecTree spec) {
    modifiers(step);
    for (List<Step> body : step.bodies()) {
      for (Step inside : body) {
        count(kind(inside) + " in " + kind(step));
      }
      count(body.isEmpty(), "empty body in " + kind(step));
    }
    count(kind(step));
    switch (step) {
      case Step.Op op -> op.options().keySet().forEach(o -> count(op.op().word() + "." + o));
      case Step.Branches b -> count("join " + (b.join().isEmpty() ? "default" : b.join()));
      case Step.Residual r -> {
        count("shortcut " + (r.shortcut().isEmpty() ? "default" : r.shortcut()));
        count(!r.scale().isEmpty(), "scale");
      }
      case Step.Dense d -> count(!d.index().isEmpty(), "index of dense");
      case Step.Repeat r -> {
        count(r.key());
        count(!r.item().isEmpty(), "for");
        count(!r.index().isEmpty(), "index of repeat");
        count(r.count().toString().contains("Fields"), "fields of an item");
      }
      case Step.Join j -> count(j.labels().size() > 2, "a join of three");
      case Step.Transition t -> count(t.compression().isPresent(), "compression");
      case Step.Call c -> count(!c.arguments().isEmpty(), "arguments");
      case Step.Use u -> {
        count(!u.arguments().isEmpty(), "with");
        count(spec.blocks().containsKey(u.what()), "use of a block");
      }
      case Step.Sequence s -> {}
    }
  }

  private void modifiers(Step step) {
    Step.Modifiers m = step.modifiers();
    count(!m.as().isEmpty(), "as");
    count(m.as().contains("{"), "a label with a counter");
    count(m.from().size() == 1, "from");
    count(m.from().size() > 1, "from several");
    count(!m.when().isEmpty(), "when");
    count(!m.share().isEmpty() && step instanceof Step.Op, "share of ops");
    count(!m.share().isEmpty() && step instanceof Step.Call, "share of calls");
    count(!m.expect().isEmpty(), "expect");
  }

  /** The word of the language for a step; all ops are one kind, as are the joins of labels. */
  static String kind(Step step) {
    return switch (step) {
      case Step.Op op -> op.op().word();
      case Step.Branches b -> "branches";
      case Step.Residual r -> "residual";
      case Step.Dense d -> "dense";
      case Step.Repeat r -> "repeat";
      case Step.Sequence s -> "sequence";
      case Step.Join j -> j.word();
      case Step.Transition t -> "transition";
      case Step.Call c -> "call";
      case Step.Use u -> "use";
    };
  }

  /** The edge cases that an accepted graph holds. */
  void add(Graph graph) {
    for (Node node : graph.layers()) {
      Shape in = graph.inputShapes(node).getFirst();
      switch (node.op()) {
        case Conv conv -> window(conv.window(), in);
        case Pool.MaxPool pool -> window(pool.window(), in);
        case Pool.AvgPool pool -> window(pool.window(), in);
        case Rearrangement.Pad pad -> count(pad.top() < 0 || pad.left() < 0, "cropping");
        case Op other -> {}
      }
    }
  }

  private void window(Window window, Shape in) {
    long kernel = window.kernel().height();
    long stride = window.stride().height();
    boolean same = window.padding() instanceof Padding.Same;
    count(kernel > in.height(), "a kernel larger than its input");
    count(stride > kernel, "a stride larger than its kernel");
    count(window.dilation().height() > 1, "dilation");
    count(same && kernel % 2 == 0, "same with an even kernel");
    count(same && stride > 1, "same with a stride");
    count(
        window.padding() instanceof Padding.Explicit e && e.pair().height() * 2 > kernel,
        "padding over half the kernel");
    count(window.ceilMode(), "ceil_mode");
    count(window.ceilMode() && leavesOut(window, in), "ceil_mode leaves a window out");
  }

  /** Whether rounding up alone would start a window in the padding behind the input. */
  private static boolean leavesOut(Window window, Shape in) {
    long top = window.sides(in).top();
    long slack =
        in.height()
            + top
            + window.sides(in).bottom()
            - window.dilation().height() * (window.kernel().height() - 1)
            - 1;
    long windows = Math.ceilDiv(slack, window.stride().height()) + 1;
    return (windows - 1) * window.stride().height() >= in.height() + top;
  }
}
