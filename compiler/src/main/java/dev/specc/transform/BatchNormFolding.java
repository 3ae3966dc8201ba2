package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import dev.specc.transform.DerivedTensor.Filled;
import dev.specc.transform.DerivedTensor.NormFactor;
import dev.specc.transform.DerivedTensor.NormalisedBias;
import dev.specc.transform.DerivedTensor.ScaledOutputs;
import dev.specc.transform.DerivedTensor.ScaledTransposedOutputs;
import dev.specc.transform.DerivedTensor.Stored;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In inference a batch norm is a scale and a shift of each channel: they go into the weight and the
 * bias of the convolution, transposed convolution or linear layer before it, which is given a bias
 * where it has none (Jacob et al. 2018, arXiv:1712.05877, section 3.2).
 *
 * <p>The layer's value must have the batch norm as its one reader, since others would see it
 * scaled, and the layer must share its parameters with no other.
 */
public record BatchNormFolding() implements Pass {
  @Override
  public String name() {
    return "batch-norm-folding";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Map<Integer, Node> norms = norms(graph);
    Set<Integer> folded = norms.values().stream().map(Node::id).collect(Collectors.toSet());
    GraphRewriter rewriter = new GraphRewriter(graph);
    Map<String, DerivedTensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (norms.containsKey(node.id())) {
        rewriter.become(node, biased(node.op()).orElseThrow(), rewriter.values(node.inputs()));
        fold(graph, node, norms.get(node.id()), tensors);
      } else if (folded.contains(node.id())) {
        rewriter.replace(node, rewriter.value(node.inputs().getFirst()));
      } else {
        rewriter.keep(node);
      }
    }
    return new Rewrite(rewriter.finish(), new Derivation(tensors), norms.size());
  }

  /** The batch norms to fold, by the layer that takes each. */
  private static Map<Integer, Node> norms(Graph graph) {
    Uses uses = Uses.of(graph);
    Map<Integer, Node> norms = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof BatchNorm && !node.training()) {
        Node layer = graph.node(node.inputs().getFirst());
        if (biased(layer.op()).isPresent()
            && uses.isOnlyReader(node, layer)
            && uses.ownsParameters(layer)) {
          norms.put(layer.id(), node);
        }
      }
    }
    return norms;
  }

  /** The layer with a bias; empty where it is none that a batch norm folds into. */
  private static Optional<Op> biased(Op layer) {
    return switch (layer) {
      case Conv c -> Optional.of(new Conv(c.out(), c.window(), c.groups(), true));
      case Linear l -> Optional.of(new Linear(l.out(), true, l.over()));
      case ConvTranspose c ->
          Optional.of(
              new ConvTranspose(
                  c.out(),
                  c.kernel(),
                  c.stride(),
                  c.padding(),
                  c.outputPadding(),
                  c.dilation(),
                  c.groups(),
                  true));
      default -> Optional.empty();
    };
  }

  private static void fold(Graph graph, Node layer, Node norm, Map<String, DerivedTensor> tensors) {
    BatchNorm op = (BatchNorm) norm.op();
    List<Long> channels = List.of(norm.output().channels());
    DerivedTensor scale = op.affine() ? stored(norm, "weight") : new Filled(1, channels);
    DerivedTensor shift = op.affine() ? stored(norm, "bias") : new Filled(0, channels);
    DerivedTensor factor = new NormFactor(scale, stored(norm, "running_var"), op.eps());
    boolean biased = graph.parameters(layer).stream().anyMatch(p -> p.name().equals("bias"));
    DerivedTensor bias = biased ? stored(layer, "bias") : new Filled(0, channels);
    tensors.put(layer.parameterPath() + ".weight", scaled(layer, factor));
    tensors.put(
        layer.parameterPath() + ".bias",
        new NormalisedBias(bias, stored(norm, "running_mean"), factor, shift));
  }

  private static DerivedTensor scaled(Node layer, DerivedTensor factor) {
    DerivedTensor weight = stored(layer, "weight");
    return layer.op() instanceof ConvTranspose transposed
        ? new ScaledTransposedOutputs(weight, factor, transposed.groups())
        : new ScaledOutputs(weight, factor);
  }

  private static DerivedTensor stored(Node owner, String parameter) {
    return new Stored(owner.parameterPath() + "." + parameter);
  }
}
