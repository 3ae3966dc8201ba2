package dev.specc.analyse;

import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.List;

/**
 * What one node, or a folded group of nodes, is and costs.
 *
 * @param path the node's path, or the group's
 * @param op the op's name, or how many ops the group has
 * @param inputs the paths of what it takes
 * @param parameters trained parameters, shared ones at their first use
 * @param buffers elements of its buffers, shared ones at their first use
 * @param macs multiply-accumulates for one example; 0 in an auxiliary head
 * @param activationBytes of its results for one example in float32
 * @param liveBytes of all activations alive while it runs in inference, for one example
 * @param field what one position of its result sees of the input
 */
public record Row(
    String path,
    String op,
    List<String> inputs,
    Shape output,
    long parameters,
    long buffers,
    long macs,
    long activationBytes,
    long liveBytes,
    ReceptiveField field,
    Span place) {
  public Row {
    inputs = List.copyOf(inputs);
  }

  /** Floating-point operations: two for each multiply-accumulate. */
  public long flops() {
    return 2 * macs;
  }
}
