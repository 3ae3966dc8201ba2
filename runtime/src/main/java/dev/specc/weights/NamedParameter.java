package dev.specc.weights;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.ParameterSpec;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A parameter or buffer of a net.
 *
 * @param name its full name: {@code layer1.0.conv1.weight}
 * @param owner the first node that has it
 */
public record NamedParameter(String name, ParameterSpec spec, Node owner) {
  /** Every parameter and buffer of a graph once, in the order of its nodes. */
  public static List<NamedParameter> of(Graph graph) {
    List<NamedParameter> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (ParameterSpec spec : graph.parameters(node)) {
        String name = node.parameterName(spec);
        if (seen.add(name)) {
          all.add(new NamedParameter(name, spec, node));
        }
      }
    }
    return List.copyOf(all);
  }

  public List<Long> dims() {
    return spec.dims();
  }

  /** Whether gradients change it; otherwise it is a buffer. */
  public boolean isTrained() {
    return spec.kind().isTrained();
  }

  /** The step of the spec that it comes from. */
  public Span place() {
    return owner.origin().span();
  }
}
