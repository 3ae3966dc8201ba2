package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Rearrangement.Slice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a value is only read in slices that cut it into groups of channels, and each slice only by
 * an activation that is the same for all, the activation runs once on the whole value: on branches
 * whose convolutions are one. Softmax, which mixes channels, stays.
 */
public record ActivationHoisting() implements Pass {
  @Override
  public String name() {
    return "activation-hoisting";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Uses uses = Uses.of(graph);
    Map<Integer, List<Node>> hoisted = new HashMap<>();
    Set<Integer> dropped = new HashSet<>();
    for (Node node : graph.nodes()) {
      activations(node, uses)
          .ifPresent(
              activations -> {
                hoisted.put(node.id(), activations);
                activations.forEach(activation -> dropped.add(activation.id()));
              });
    }
    GraphRewriter rewriter = new GraphRewriter(graph);
    for (Node node : graph.nodes()) {
      if (dropped.contains(node.id())) {
        rewriter.replace(node, rewriter.value(node.inputs().getFirst()));
        continue;
      }
      rewriter.keep(node);
      if (hoisted.containsKey(node.id())) {
        Node activation = hoisted.get(node.id()).getFirst();
        String path = rewriter.unusedPath(node.path() + "_" + activation.op().name());
        List<Integer> input = List.of(rewriter.value(node.id()));
        rewriter.replace(node, rewriter.add(activation, path, activation.op(), input));
      }
    }
    return new Rewrite(rewriter.finish(), Derivation.NONE, hoisted.size());
  }

  /** The activations of a value's slices, if one op may take the place of all. */
  private static Optional<List<Node>> activations(Node value, Uses uses) {
    List<Node> slices = uses.readers().get(value.id());
    if (slices.size() < 2 || uses.isResult(value) || !isCutInto(slices, value)) {
      return Optional.empty();
    }
    List<Node> activations = new ArrayList<>();
    for (Node slice : slices) {
      List<Node> readers = uses.readers().get(slice.id());
      if (readers.size() != 1 || uses.isResult(slice) || !isElementwise(readers.getFirst())) {
        return Optional.empty();
      }
      activations.add(readers.getFirst());
    }
    boolean alike = activations.stream().map(Node::op).distinct().count() == 1;
    boolean run = activations.stream().noneMatch(Node::training);
    return alike && run ? Optional.of(activations) : Optional.empty();
  }

  /** Whether these readers take each channel of the value once. */
  private static boolean isCutInto(List<Node> readers, Node value) {
    long channels = value.output().channels();
    BitSet taken = new BitSet();
    for (Node reader : readers) {
      if (!(reader.op() instanceof Slice slice)) {
        return false;
      }
      int from = Math.toIntExact(slice.from(channels));
      int to = Math.toIntExact(slice.to(channels));
      if (taken.get(from, to).cardinality() > 0) {
        return false;
      }
      taken.set(from, to);
    }
    return taken.cardinality() == channels;
  }

  private static boolean isElementwise(Node node) {
    return node.op() instanceof Activation
        && !(node.op() instanceof Activation.Softmax)
        && !(node.op() instanceof Activation.LogSoftmax);
  }
}
