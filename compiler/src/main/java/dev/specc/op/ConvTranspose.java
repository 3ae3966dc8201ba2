package dev.specc.op;

import dev.specc.diagnostic.Code;
import dev.specc.op.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A transposed convolution: torch.nn.ConvTranspose2d. One axis gives (size - 1) stride - 2 padding
 * + dilation (kernel - 1) + output_padding + 1.
 */
public record ConvTranspose(
    long out,
    Pair kernel,
    Pair stride,
    Pair padding,
    Pair outputPadding,
    Pair dilation,
    long groups,
    boolean bias)
    implements Op {
  @Override
  public String name() {
    return "conv_transpose";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Ranks.map("conv_transpose", inputs, this::inferMap);
  }

  private Inference inferMap(Shape input) {
    Inference divides = Conv.groupsDivide(groups, input.channels(), out);
    if (divides != null) {
      return divides;
    }
    if (outputPadding.height() >= Math.max(stride.height(), dilation.height())
        || outputPadding.width() >= Math.max(stride.width(), dilation.width())) {
      return Inference.failure(
          Code.OUT_OF_RANGE,
          "output_padding must be smaller than the stride or the dilation",
          "output_padding");
    }
    long height =
        axis(
            input.height(),
            kernel.height(),
            stride.height(),
            padding.height(),
            outputPadding.height(),
            dilation.height());
    long width =
        axis(
            input.width(),
            kernel.width(),
            stride.width(),
            padding.width(),
            outputPadding.width(),
            dilation.width());
    if (height < 1 || width < 1) {
      return Inference.failure(
          Code.EMPTY_RESULT,
          "the padding leaves nothing: the output would be " + height + "x" + width,
          "padding");
    }
    return Inference.output(out, height, width);
  }

  private static long axis(
      long size, long kernel, long stride, long padding, long outputPadding, long dilation) {
    return Math.multiplyExact(size - 1, stride)
        - 2 * padding
        + dilation * (kernel - 1)
        + outputPadding
        + 1;
  }

  /** {@code weight} [C, out / groups, kernel height, kernel width] and {@code bias} [out]. */
  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(
        ParameterSpec.of(
            "weight",
            Kind.WEIGHT,
            inputs.getFirst().channels(),
            out / groups,
            kernel.height(),
            kernel.width()));
    if (bias) {
      parameters.add(ParameterSpec.of("bias", Kind.BIAS, out));
    }
    return parameters;
  }

  /** Input elements times the outputs that each one adds to. */
  @Override
  public long macs(List<Shape> inputs, Shape output) {
    long reached =
        Math.multiplyExact(out / groups, Math.multiplyExact(kernel.height(), kernel.width()));
    return Math.multiplyExact(inputs.getFirst().elements(), reached);
  }
}
