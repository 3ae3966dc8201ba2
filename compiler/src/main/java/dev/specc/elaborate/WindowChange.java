package dev.specc.elaborate;

import dev.specc.op.Inference;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One option of a window with another value, and the window that this makes. */
record WindowChange(String option, String value, Window window) {
  /** The changes that a person would try: padding first, the kernel last. */
  static List<WindowChange> of(Window w, boolean isPool) {
    List<WindowChange> changes = new ArrayList<>();
    if (w.kernel().height() != w.kernel().width()) {
      changes.add(keeping(w));
    }
    paddings(w).forEach(p -> changes.add(padding(w, p)));
    changes.add(same(w));
    changes.add(stride(w, 1));
    changes.add(stride(w, 2));
    if (isPool) {
      boolean ceil = !w.ceilMode();
      Window other = new Window(w.kernel(), w.stride(), w.padding(), w.dilation(), ceil);
      changes.add(new WindowChange("ceil_mode", Boolean.toString(ceil), other));
    }
    kernels(w).forEach(k -> changes.add(kernel(w, k)));
    changes.removeIf(change -> change.window.equals(w));
    return changes;
  }

  /** What keeps the size for a stride of 1, then the neighbours of what is there. */
  static Set<Long> paddings(Window window) {
    Set<Long> paddings = new LinkedHashSet<>();
    paddings.add(window.dilation().height() * (window.kernel().height() - 1) / 2);
    if (window.padding() instanceof Padding.Explicit explicit) {
      long now = explicit.pair().height();
      paddings.addAll(List.of(now + 1, Math.max(0, now - 1), now + 2));
    }
    return paddings;
  }

  /** Near what is there: an odd kernel stays odd, and none becomes 1, which is another layer. */
  private static Set<Long> kernels(Window window) {
    long now = window.kernel().height();
    Set<Long> kernels = new LinkedHashSet<>(List.of(now - 2, now + 2, now - 1, now + 1, 3L));
    kernels.removeIf(kernel -> kernel < 2 || now % 2 == 1 && kernel % 2 == 0);
    return kernels;
  }

  /** The padding of each axis that keeps its size for a stride of 1. */
  private static WindowChange keeping(Window w) {
    long rows = w.dilation().height() * (w.kernel().height() - 1) / 2;
    long columns = w.dilation().width() * (w.kernel().width() - 1) / 2;
    Window other =
        new Window(w.kernel(), w.stride(), Padding.of(rows, columns), w.dilation(), w.ceilMode());
    return new WindowChange("padding", "[" + rows + ", " + columns + "]", other);
  }

  private static WindowChange same(Window w) {
    Window other =
        new Window(w.kernel(), w.stride(), new Padding.Same(), w.dilation(), w.ceilMode());
    return new WindowChange("padding", "same", other);
  }

  private static WindowChange padding(Window w, long padding) {
    Window other =
        new Window(
            w.kernel(), w.stride(), Padding.of(padding, padding), w.dilation(), w.ceilMode());
    return new WindowChange("padding", Long.toString(padding), other);
  }

  private static WindowChange stride(Window w, long stride) {
    Window other =
        new Window(w.kernel(), Pair.both(stride), w.padding(), w.dilation(), w.ceilMode());
    return new WindowChange("stride", Long.toString(stride), other);
  }

  private static WindowChange kernel(Window w, long kernel) {
    Window other =
        new Window(Pair.both(kernel), w.stride(), w.padding(), w.dilation(), w.ceilMode());
    return new WindowChange("kernel", Long.toString(kernel), other);
  }

  /** Whether the changed window turns this input into the wanted height and width. */
  boolean gives(Shape wanted, Shape input) {
    return input.isMap()
        && wanted.isMap()
        && window.slide(input, 1) instanceof Inference.Output output
        && output.shape().size().equals(wanted.size());
  }
}
