package dev.specc.graph;

import dev.specc.op.Op;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Shape;
import java.util.List;

/**
 * One operation of a graph and its one result.
 *
 * @param id its place in {@link Graph#nodes()}
 * @param path its unique name: {@code layer1.0.conv1}
 * @param op what it does
 * @param inputs the ids of the nodes whose results it takes, each smaller than its own
 * @param output the shape of its result for one example
 * @param parameterPath where its parameters live: its own path, unless it shares them
 * @param training whether it belongs to an auxiliary head and so runs in training only
 * @param origin where in the spec it comes from
 */
public record Node(
    int id,
    String path,
    Op op,
    List<Integer> inputs,
    Shape output,
    String parameterPath,
    boolean training,
    Origin origin) {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** The full name of one of its parameters, as in a {@code state_dict}. */
  public String parameterName(ParameterSpec parameter) {
    return parameter.name().isEmpty() ? parameterPath : parameterPath + "." + parameter.name();
  }
}
