package dev.specc.lower.onnx;

import dev.specc.op.Shape;
import dev.specc.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A model as it grows: {@code ModelProto} of onnx.proto. Its names are unique. */
final class ModelBuilder {
  /** LayerNormalization came with this version of the operators. */
  private static final int OPSET = 17;

  /** The version of the format that has this opset. */
  private static final int IR_VERSION = 8;

  /** What the first axis of every input and output is called. */
  private static final String BATCH = "N";

  private final ProtoWriter graph = new ProtoWriter();
  private final List<Tensor> tensors = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /** A name that nothing else has: the one wanted, or with a number. */
  String name(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** A node with one output. */
  void node(String type, String name, String output, List<String> inputs, Attribute... attributes) {
    ProtoWriter node = new ProtoWriter();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, name).text(4, type);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.proto());
    }
    graph.message(1, node);
  }

  /** A value that is known. */
  String tensor(Tensor tensor) {
    tensors.add(tensor);
    return tensor.name();
  }

  void input(String name, Shape shape) {
    graph.message(11, value(name, shape));
  }

  void output(String name, Shape shape) {
    graph.message(12, value(name, shape));
  }

  private static ProtoWriter value(String name, Shape shape) {
    ProtoWriter dims = new ProtoWriter().message(1, new ProtoWriter().text(2, BATCH));
    shape.dims().forEach(dim -> dims.message(1, new ProtoWriter().integer(1, dim)));
    ProtoWriter tensor = new ProtoWriter().integer(1, Tensor.Type.FLOAT.code()).message(2, dims);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  /**
   * The model.
   *
   * @param name of its graph
   */
  ProtoWriter model(String name) {
    graph.text(2, name);
    tensors.forEach(tensor -> graph.message(5, tensor.proto()));
    ProtoWriter opset = new ProtoWriter().text(1, "").integer(2, OPSET);
    return new ProtoWriter()
        .integer(1, IR_VERSION)
        .text(2, "specc")
        .message(7, graph)
        .message(8, opset);
  }
}
