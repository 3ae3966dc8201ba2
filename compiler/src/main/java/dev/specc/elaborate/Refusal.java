package dev.specc.elaborate;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import java.util.List;

/**
 * A step that cannot run: the op with its options, and the shapes that reached it. It is the
 * evidence behind a diagnostic, so that anyone can ask a library whether the op really fails there.
 *
 * @param inputs without the batch
 */
public record Refusal(Op op, List<Shape> inputs, Diagnostic diagnostic) {
  public Refusal {
    inputs = List.copyOf(inputs);
  }
}
