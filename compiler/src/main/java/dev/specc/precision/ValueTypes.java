package dev.specc.precision;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;

/**
 * The type of each node's value. A node casts its inputs to the type of its own value, so wherever
 * a value is read in another type than it has, a cast stands between; inputs, and what the net
 * returns, are float32.
 */
public final class ValueTypes {
  private final Precision[] types;
  private final Precision precision;

  private ValueTypes(Precision[] types, Precision precision) {
    this.types = types;
    this.precision = precision;
  }

  public static ValueTypes of(Graph graph, Precision precision) {
    Precision[] types = new Precision[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      types[node.id()] =
          switch (OpPrecision.of(node.op())) {
            case LOW -> precision;
            case FLOAT32 -> Precision.FLOAT32;
            case WIDEST -> widest(node, types, precision);
          };
    }
    return new ValueTypes(types, precision);
  }

  private static Precision widest(Node node, Precision[] types, Precision precision) {
    boolean low = node.inputs().stream().allMatch(id -> types[id] == precision);
    return low ? precision : Precision.FLOAT32;
  }

  /** The type of a node's value, to which it casts its inputs. */
  public Precision of(int node) {
    return types[node];
  }

  /** The type in which a node takes its parameters: low where they are factors of a product. */
  public Precision ofParameters(Node node) {
    return OpPrecision.of(node.op()) == OpPrecision.LOW ? precision : Precision.FLOAT32;
  }
}
