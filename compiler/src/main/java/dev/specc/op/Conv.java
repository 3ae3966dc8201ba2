package dev.specc.op;

import dev.specc.diagnostic.Code;
import dev.specc.op.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/** A two-dimensional convolution: torch.nn.Conv2d. [C, H, W] to [out, H', W']. */
public record Conv(long out, Window window, long groups, boolean bias) implements Op {
  @Override
  public String name() {
    return "conv";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Ranks.map(
        "conv",
        inputs,
        input -> {
          Inference divides = groupsDivide(groups, input.channels(), out);
          return divides != null ? divides : window.slide(input, out);
        });
  }

  /** The failure where groups do not divide the channels on both sides; null where they do. */
  static Inference.@org.jspecify.annotations.Nullable Failure groupsDivide(
      long groups, long in, long out) {
    if (in % groups != 0) {
      return Inference.failure(
          Code.GROUPS_DO_NOT_DIVIDE,
          "groups = " + groups + " does not divide the " + in + " channels that arrive",
          "groups");
    }
    if (out % groups != 0) {
      return Inference.failure(
          Code.GROUPS_DO_NOT_DIVIDE,
          "groups = " + groups + " does not divide the " + out + " channels of `out`",
          "groups");
    }
    return null;
  }

  /** {@code weight} [out, C / groups, kernel height, kernel width] and {@code bias} [out]. */
  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    long in = inputs.getFirst().channels() / groups;
    Pair kernel = window.kernel();
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(
        ParameterSpec.of("weight", Kind.WEIGHT, out, in, kernel.height(), kernel.width()));
    if (bias) {
      parameters.add(ParameterSpec.of("bias", Kind.BIAS, out));
    }
    return parameters;
  }

  /** Output elements times the inputs that each one sums. */
  @Override
  public long macs(List<Shape> inputs, Shape output) {
    Pair kernel = window.kernel();
    long summed =
        Math.multiplyExact(
            inputs.getFirst().channels() / groups,
            Math.multiplyExact(kernel.height(), kernel.width()));
    return Math.multiplyExact(output.elements(), summed);
  }
}
