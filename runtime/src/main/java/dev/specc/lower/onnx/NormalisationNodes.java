package dev.specc.lower.onnx;

import dev.specc.op.Normalisation;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.List;

/** The normalisations in inference. */
final class NormalisationNodes {
  private NormalisationNodes() {}

  static void write(Normalisation op, Call call) {
    switch (op) {
      case BatchNorm norm -> batchNorm(norm, call);
      case LayerNorm norm -> layerNorm(norm, call);
      case GroupNorm norm -> groupNorm(norm, call);
      case LocalResponseNorm norm -> localResponseNorm(norm, call);
    }
  }

  /** With the running statistics. */
  private static void batchNorm(BatchNorm norm, Call call) {
    List<String> inputs = new ArrayList<>(List.of(call.x()));
    if (!norm.affine()) {
      inputs.addAll(unit(call.shape().channels(), call));
    }
    inputs.addAll(call.parameters());
    call.result("BatchNormalization", inputs, Attribute.of("epsilon", norm.eps()));
  }

  /** A scale of ones and a shift of zeros, where none is learned. */
  private static List<String> unit(long channels, Call call) {
    return List.of(call.all("scale", channels, 1), call.all("shift", channels, 0));
  }

  /** On a feature map the channels become the last axis for the time of the call. */
  private static void layerNorm(LayerNorm norm, Call call) {
    if (call.shape().channels() == 1) {
      shiftAlone(call);
      return;
    }
    boolean map = call.shape().isMap();
    List<String> inputs = new ArrayList<>();
    inputs.add(
        map
            ? call.value("Transpose", call.inputs(), Attribute.list("perm", 0, 2, 3, 1))
            : call.x());
    inputs.addAll(norm.affine() ? call.parameters() : unit(call.shape().channels(), call));
    Attribute[] attributes = {Attribute.of("axis", -1), Attribute.of("epsilon", norm.eps())};
    if (map) {
      String normal = call.value("LayerNormalization", inputs, attributes);
      call.result("Transpose", List.of(normal), Attribute.list("perm", 0, 3, 1, 2));
    } else {
      call.result("LayerNormalization", inputs, attributes);
    }
  }

  /** One number is its own mean. ONNX Runtime refuses to normalise it. */
  private static void shiftAlone(Call call) {
    List<String> twice = List.of(call.x(), call.x());
    if (call.parameters().isEmpty()) {
      call.result("Sub", twice);
    } else {
      String scaled = call.value("Mul", call.with(call.value("Sub", twice)).subList(0, 2));
      call.result("Add", List.of(scaled, call.parameters().getLast()));
    }
  }

  /** Each group becomes one channel of an instance norm; then scale and shift of each channel. */
  private static void groupNorm(GroupNorm norm, Call call) {
    String grouped =
        call.value(
            "Reshape", List.of(call.x(), call.batched("grouped", List.of(norm.groups(), -1L))));
    List<String> inputs = new ArrayList<>(List.of(grouped));
    inputs.addAll(unit(norm.groups(), call));
    String normal =
        call.value("InstanceNormalization", inputs, Attribute.of("epsilon", norm.eps()));
    List<String> back = List.of(normal, call.batched("shape", call.shape().dims()));
    if (norm.affine()) {
      String scaled = call.value("Mul", List.of(call.value("Reshape", back), column(call, 0)));
      call.result("Add", List.of(scaled, column(call, 1)));
    } else {
      call.result("Reshape", back);
    }
  }

  /** A parameter [C] in the shape in which it broadcasts over the value. */
  static String column(Call call, int parameter) {
    Shape shape = call.shape();
    String name = call.parameters().get(parameter);
    if (shape.rank() == 1) {
      return name;
    }
    long[] axes = new long[shape.rank() - 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i + 1;
    }
    return call.value("Unsqueeze", List.of(name, call.wholes("axes", axes)));
  }

  /**
   * x / (k + alpha mean(x^2))^beta. ONNX's own LRN starts its window one channel later where the
   * size is even, and ONNX Runtime refuses factors and powers of 0 and loses small squares where
   * nothing is added to them; then the mean is a pool over the channels as a third axis.
   */
  private static void localResponseNorm(LocalResponseNorm norm, Call call) {
    if (norm.size() % 2 == 1 && norm.alpha() > 0 && norm.beta() > 0 && norm.k() > 0) {
      call.result(
          "LRN",
          call.inputs(),
          Attribute.of("size", norm.size()),
          Attribute.of("alpha", norm.alpha()),
          Attribute.of("beta", norm.beta()),
          Attribute.of("bias", norm.k()));
      return;
    }
    String axis = call.wholes("axis", 1);
    String squares = call.value("Mul", List.of(call.x(), call.x()));
    String deep = call.value("Unsqueeze", List.of(squares, axis));
    String means =
        call.value(
            "AveragePool",
            List.of(deep),
            Attribute.list("kernel_shape", norm.size(), 1, 1),
            Attribute.list("pads", norm.size() / 2, 0, 0, (norm.size() - 1) / 2, 0, 0),
            Attribute.of("count_include_pad", 1));
    String flat = call.value("Squeeze", List.of(means, axis));
    String scaled = call.value("Mul", List.of(flat, call.number("alpha", norm.alpha())));
    String raised = call.value("Add", List.of(scaled, call.number("k", norm.k())));
    String power = call.value("Pow", List.of(raised, call.number("beta", norm.beta())));
    call.result("Div", List.of(call.x(), power));
  }
}
