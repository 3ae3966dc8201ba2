package dev.specc.elaborate;

import dev.specc.op.ConvTranspose;
import dev.specc.op.Inference;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One option of a transposed convolution with another value, and the layer that this makes. */
record TransposeChange(String option, String value, ConvTranspose layer) {
  /**
   * The changes that a person would try: {@code output_padding} first, which says which of the
   * sizes is meant that a strided convolution rounds to one; the stride last.
   */
  static List<TransposeChange> of(ConvTranspose t) {
    List<TransposeChange> changes = new ArrayList<>();
    for (long padding : List.of(1L, 0L)) {
      changes.add(change(t, "output_padding", padding));
    }
    long padding = t.padding().height();
    long stride = t.stride().height();
    for (long kernel : new TreeSet<>(List.of(stride, stride + 2 * padding))) {
      changes.add(change(t, "kernel", kernel));
    }
    changes.add(change(t, "padding", padding + 1));
    changes.add(change(t, "padding", Math.max(0, padding - 1)));
    changes.add(change(t, "stride", 2));
    changes.removeIf(change -> change.layer.equals(t));
    return changes;
  }

  private static TransposeChange change(ConvTranspose t, String option, long value) {
    Pair both = Pair.both(value);
    ConvTranspose layer =
        new ConvTranspose(
            t.out(),
            option.equals("kernel") ? both : t.kernel(),
            option.equals("stride") ? both : t.stride(),
            option.equals("padding") ? both : t.padding(),
            option.equals("output_padding") ? both : t.outputPadding(),
            t.dilation(),
            t.groups(),
            t.bias());
    return new TransposeChange(option, Long.toString(value), layer);
  }

  /** Whether the changed layer turns this input into the wanted height and width. */
  boolean gives(Shape wanted, Shape input) {
    return input.isMap()
        && wanted.isMap()
        && layer.infer(List.of(input)) instanceof Inference.Output output
        && output.shape().size().equals(wanted.size());
  }
}
