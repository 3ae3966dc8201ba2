package dev.specc.lower.onnx;

import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One node of the graph about to be written.
 *
 * @param path where it is; intermediate values are named after it
 * @param result the name that its value gets
 * @param inputs names of values
 * @param shapes of the inputs for one example
 * @param output its shape for one example
 * @param parameters names of what the node owns, in the order of its parameters
 */
record Call(
    ModelBuilder model,
    String path,
    String result,
    List<String> inputs,
    List<Shape> shapes,
    Shape output,
    List<String> parameters) {
  /** The first input. */
  String x() {
    return inputs.getFirst();
  }

  Shape shape() {
    return shapes.getFirst();
  }

  /** The inputs of an op with weights: the value, then every parameter. */
  List<String> with(String x) {
    List<String> all = new ArrayList<>(List.of(x));
    all.addAll(parameters);
    return all;
  }

  /** Writes what gives the node's value. */
  void result(String type, List<String> from, Attribute... attributes) {
    model.node(type, path, result, from, attributes);
  }

  /** Writes what gives an intermediate value, and names it. */
  String value(String type, List<String> from, Attribute... attributes) {
    String name = model.name(path + "/" + type);
    model.node(type, name, name, from, attributes);
    return name;
  }

  /** Whole numbers, as shapes and axes are given. */
  String wholes(String what, long... values) {
    return model.tensor(Tensor.of(model.name(path + "/" + what), values));
  }

  /** A number. */
  String number(String what, double value) {
    return numbers(what, List.of(), (float) value);
  }

  String numbers(String what, List<Long> dims, float... values) {
    return model.tensor(Tensor.of(model.name(path + "/" + what), dims, values));
  }

  /** The same number for each of a vector's elements. */
  String all(String what, long count, float value) {
    float[] values = new float[Math.toIntExact(count)];
    Arrays.fill(values, value);
    return numbers(what, List.of(count), values);
  }

  /** The shape of some dimensions with the batch as it is. */
  String batched(String what, List<Long> dims) {
    List<Long> all = new ArrayList<>(List.of(0L));
    all.addAll(dims);
    return wholes(what, all.stream().mapToLong(Long::longValue).toArray());
  }
}
