package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.Arena.Buffer;
import dev.specc.op.ParameterSpec;
import dev.specc.precision.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The copies of float32 weights that nodes take in low precision; nodes that share one share it.
 */
final class LowWeights {
  private final Graph graph;
  private final Values values;
  private final Arena arena;
  private final Map<String, Buffer> copies = new HashMap<>();

  LowWeights(Graph graph, Values values, Arena arena) {
    this.graph = graph;
    this.values = values;
    this.arena = arena;
  }

  /** The copies of a node's parameters, which the caller releases; none in float32. */
  List<Buffer> castOf(Node node) {
    List<Buffer> cast = new ArrayList<>();
    for (ParameterSpec parameter : graph.parameters(node)) {
      long bytes = bytes(node, parameter);
      if (bytes > 0) {
        Buffer copy = copies.get(node.parameterName(parameter));
        boolean exists = copy != null && copy.isHeld();
        cast.add(exists ? copy.hold() : arena.allocate(bytes, Part.LOW_WEIGHTS));
        copies.put(node.parameterName(parameter), cast.getLast());
      }
    }
    return cast;
  }

  /** The bytes of a parameter's copy, and of its gradient before that is cast; 0 in float32. */
  long bytes(Node node, ParameterSpec parameter) {
    Precision type = values.typeOfParameters(node);
    return type == Precision.FLOAT32 ? 0 : Bytes.of(parameter.elements(), 1, type);
  }
}
