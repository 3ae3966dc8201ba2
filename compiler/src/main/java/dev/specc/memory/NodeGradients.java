package dev.specc.memory;

import dev.specc.graph.Node;
import dev.specc.memory.Gradients.Gradient;
import dev.specc.op.Join;
import dev.specc.op.Normalisation;
import dev.specc.op.Rearrangement;
import dev.specc.schedule.Derivatives;
import java.util.BitSet;
import java.util.List;

/** What a node's backward pass takes, and where the gradients that it gives lie. */
final class NodeGradients {
  private final Arena arena;
  private final Layouts layouts;
  private final Values values;
  private final Gradients gradients;
  private final BitSet differentiable;

  /**
   * @param differentiable the nodes whose values have gradients
   */
  NodeGradients(
      Arena arena, Layouts layouts, Values values, Gradients gradients, BitSet differentiable) {
    this.arena = arena;
    this.layouts = layouts;
    this.values = values;
    this.gradients = gradients;
    this.differentiable = differentiable;
  }

  /**
   * By a derivative that is written.
   *
   * @param gradient of the node's value
   */
  void written(Node node, Footprint footprint, Gradient gradient) {
    boolean copies = node.op() instanceof Normalisation.BatchNorm || footprint.wantsContiguous();
    long copied = copies ? copied(node, gradient) : 0;
    boolean over = Derivatives.goOver(node.op()) && gradient.isOwn();
    boolean spread = Derivatives.spread(node.op());
    if (over || spread || footprint.passesGradient()) {
      arena.spike(copied);
      pass(node, gradient, !spread, isShared(node));
    } else {
      arena.spike(footprint.backwardPeak() + copied);
      add(node, gradient);
    }
  }

  /** By autograd. */
  void recorded(Node node, Footprint footprint, Gradient gradient) {
    long copied = footprint.wantsContiguous() ? copied(node, gradient) : 0;
    arena.spike(footprint.backwardPeak() + copied);
    if (footprint.passesGradient()) {
      pass(node, gradient, true, false);
    } else {
      add(node, gradient);
    }
  }

  private long copied(Node node, Gradient gradient) {
    boolean copies = !gradient.whole() || layouts.copiesGradient(node, gradient.format());
    return copies ? values.bytes(node.id()) : 0;
  }

  /** Whether the script leaves the memory alone: another has it, or it lies in another order. */
  private boolean isShared(Node node) {
    boolean reshapes =
        node.op() instanceof Rearrangement.Flatten || node.op() instanceof Rearrangement.Reshape;
    return node.op() instanceof Join.Add && learning(node).size() > 1 || reshapes;
  }

  private void pass(Node node, Gradient gradient, boolean all, boolean shared) {
    boolean whole = all && gradient.whole() && !(node.op() instanceof Join.Concat);
    for (int value : learning(node)) {
      gradients.addPassed(value, gradient, whole, shared, values.bytes(value));
    }
  }

  private void add(Node node, Gradient gradient) {
    MemoryFormat made = layouts.ofGradient(node, gradient.format());
    learning(node).forEach(value -> gradients.addNew(value, values.bytes(value), made));
  }

  private List<Integer> learning(Node node) {
    return values.read(node).stream()
        .filter(value -> differentiable.get(values.uncast(value)))
        .toList();
  }
}
