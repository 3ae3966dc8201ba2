package dev.specc.lower.onnx;

import ai.djl.ndarray.NDArray;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.Bytes;
import dev.specc.op.Input;
import dev.specc.op.ParameterSpec;
import dev.specc.protobuf.ProtoWriter;
import dev.specc.weights.WeightsException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph in inference as an ONNX model of opset 17, ready to be written to a {@code .onnx} file.
 *
 * <p>Inputs and outputs have the graph's names and are [N, C, H, W] or [N, F] for any N; height and
 * width are the graph's. Values and nodes are named after paths, weights as in the {@code
 * state_dict}. Auxiliary heads, and whatever else no output needs, are left out.
 */
public final class OnnxModel {
  private final Graph graph;
  private final Map<String, NDArray> weights;
  private final ModelBuilder model = new ModelBuilder();

  /** The name of each node's value. */
  private final Map<Integer, String> values = new HashMap<>();

  /** The names of weights: those of the {@code state_dict}, where no output has the same. */
  private final Map<String, String> tensors = new HashMap<>();

  /** The nodes whose values are outputs, with the names of those. */
  private final Map<Integer, String> results = new HashMap<>();

  private OnnxModel(Graph graph, Map<String, NDArray> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /**
   * Writes the model, one tensor after the other; the stream stays open.
   *
   * @param weights every parameter and buffer by its name in the {@code state_dict}, float32
   * @throws WeightsException where the weights are too large for the format: 2 GiB
   */
  public static void write(Graph graph, Map<String, NDArray> weights, OutputStream out)
      throws IOException {
    ProtoWriter model = new OnnxModel(graph, weights).model();
    if (model.size() > ProtoWriter.MAX_SIZE) {
      throw new WeightsException(
          "%s has %s as an ONNX model, and a file of that format holds less than 2 GiB; TorchScript"
                  .formatted(graph.name(), Bytes.show(model.size()))
              + " archives and safetensors have no such limit");
    }
    model.writeTo(out);
  }

  private ProtoWriter model() {
    BitSet needed = needed();
    graph.inputs().forEach(input -> values.put(input.id(), model.name(input.path())));
    graph.outputs().forEach(this::reserve);
    weights(needed);
    graph.inputs().forEach(input -> model.input(values.get(input.id()), input.output()));
    for (Node node : graph.layers()) {
      if (needed.get(node.id())) {
        write(node);
      }
    }
    outputs();
    return model.model(graph.name());
  }

  /** Keeps an output's name for the node that computes it. */
  private void reserve(Graph.Output output) {
    model.name(outputName(output));
    Node node = graph.node(output.node());
    if (!(node.op() instanceof Input) && !OpNodes.passesThrough(node.op())) {
      results.putIfAbsent(node.id(), outputName(output));
    }
  }

  private BitSet needed() {
    BitSet needed = new BitSet();
    graph.outputs().forEach(output -> needed.set(output.node()));
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id())) {
        node.inputs().forEach(needed::set);
      }
    }
    return needed;
  }

  private void weights(BitSet needed) {
    for (Node node : graph.layers()) {
      for (ParameterSpec parameter : graph.parameters(node)) {
        String name = node.parameterName(parameter);
        if (needed.get(node.id()) && isRead(parameter) && !tensors.containsKey(name)) {
          tensors.put(name, model.tensor(Tensor.of(model.name(name), weights.get(name))));
        }
      }
    }
  }

  /** Inference does not count batches. */
  private static boolean isRead(ParameterSpec parameter) {
    return switch (parameter.kind()) {
      case BATCH_COUNT -> false;
      case WEIGHT, BIAS, SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE -> true;
    };
  }

  private void write(Node node) {
    if (OpNodes.passesThrough(node.op())) {
      values.put(node.id(), values.get(node.inputs().getFirst()));
      return;
    }
    String name =
        Optional.ofNullable(results.get(node.id())).orElseGet(() -> model.name(node.path()));
    values.put(node.id(), name);
    OpNodes.write(
        node.op(),
        new Call(
            model,
            node.path(),
            name,
            node.inputs().stream().map(values::get).toList(),
            graph.inputShapes(node),
            node.output(),
            graph.parameters(node).stream()
                .filter(OnnxModel::isRead)
                .map(parameter -> tensors.get(node.parameterName(parameter)))
                .toList()));
  }

  private void outputs() {
    for (Graph.Output output : graph.outputs()) {
      String name = outputName(output);
      String value = values.get(output.node());
      if (!value.equals(name)) {
        model.node("Identity", model.name(name + "/Identity"), name, List.of(value));
      }
      model.output(name, graph.node(output.node()).output());
    }
  }

  /** An output with the name of an input gets another one: a model's values have one name each. */
  private String outputName(Graph.Output output) {
    boolean taken =
        graph.nodes().stream()
            .anyMatch(n -> n.op() instanceof Input && n.path().equals(output.name()));
    return taken ? output.name() + "_output" : output.name();
  }
}
