package dev.specc.op;

import dev.specc.diagnostic.Code;
import dev.specc.op.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A fully connected layer: torch.nn.Linear. [F] to [out], or [C, H, W] to [out, H, W].
 *
 * <p>A rule of the language: it takes a vector unless it says otherwise. PyTorch would apply it to
 * the last axis of a feature map, its width, which is hardly ever meant.
 */
public record Linear(long out, boolean bias, Over over) implements Op {
  /** What is multiplied with the weights. */
  public enum Over {
    /** A whole vector. */
    FEATURES,
    /** The channels at each position: a 1x1 convolution whose weight is a matrix. */
    CHANNELS
  }

  public Linear(long out, boolean bias) {
    this(out, bias, Over.FEATURES);
  }

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    Shape input = inputs.getFirst();
    if (over == Over.CHANNELS && input.isMap()) {
      return Inference.output(out, input.height(), input.width());
    }
    if (input.rank() != 1) {
      return Inference.failure(
          Code.WRONG_RANK,
          "linear takes a vector [F], and " + input + " arrives",
          null,
          "put `- flatten` before it");
    }
    return Inference.output(out);
  }

  /** {@code weight} [out, F] and {@code bias} [out]. */
  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(ParameterSpec.of("weight", Kind.WEIGHT, out, inputs.getFirst().channels()));
    if (bias) {
      parameters.add(ParameterSpec.of("bias", Kind.BIAS, out));
    }
    return parameters;
  }

  @Override
  public long macs(List<Shape> inputs, Shape output) {
    return Math.multiplyExact(inputs.getFirst().elements(), out);
  }
}
