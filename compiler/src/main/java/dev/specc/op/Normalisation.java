package dev.specc.op;

import dev.specc.diagnostic.Code;
import dev.specc.op.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/** Ops that normalise activations. None changes the shape. */
public sealed interface Normalisation extends Op {
  /**
   * Normalises each channel over the batch: torch.nn.BatchNorm2d on [C, H, W], BatchNorm1d on [F].
   *
   * @param momentum the weight of the new batch in the running statistics, as in PyTorch
   * @param affine whether a scale and a shift are learned
   */
  record BatchNorm(double eps, double momentum, boolean affine) implements Normalisation {
    @Override
    public String name() {
      return "batch_norm";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Inference.output(inputs.getFirst());
    }

    /** All [C]: {@code weight}, {@code bias}, the running statistics, and the batch count. */
    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      long channels = inputs.getFirst().channels();
      List<ParameterSpec> parameters = new ArrayList<>(scaleAndShift(affine, channels));
      parameters.add(ParameterSpec.of("running_mean", Kind.RUNNING_MEAN, channels));
      parameters.add(ParameterSpec.of("running_var", Kind.RUNNING_VARIANCE, channels));
      parameters.add(ParameterSpec.of("num_batches_tracked", Kind.BATCH_COUNT));
      return parameters;
    }
  }

  /**
   * Normalises each example over its channels, at each position of a feature map: ConvNeXt's
   * LayerNorm2d (Liu et al. 2022); torch.nn.LayerNorm(F) on a vector.
   */
  record LayerNorm(double eps, boolean affine) implements Normalisation {
    @Override
    public String name() {
      return "layer_norm";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.mapOrVector(name(), inputs);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return scaleAndShift(affine, inputs.getFirst().channels());
    }
  }

  /** Normalises groups of channels of each example: torch.nn.GroupNorm. */
  record GroupNorm(long groups, double eps, boolean affine) implements Normalisation {
    @Override
    public String name() {
      return "group_norm";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape input = inputs.getFirst();
      if (input.channels() % groups != 0) {
        return Inference.failure(
            Code.GROUPS_DO_NOT_DIVIDE,
            "groups = " + groups + " does not divide the " + input.channels() + " channels",
            "groups");
      }
      return Inference.output(input);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return scaleAndShift(affine, inputs.getFirst().channels());
    }
  }

  /**
   * Divides each element by a power of the mean square over neighbouring channels:
   * torch.nn.LocalResponseNorm (Krizhevsky et al. 2012, section 3.3).
   */
  record LocalResponseNorm(long size, double alpha, double beta, double k)
      implements Normalisation {
    @Override
    public String name() {
      return "local_response_norm";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.map(name(), inputs, Inference::output);
    }
  }

  private static List<ParameterSpec> scaleAndShift(boolean affine, long channels) {
    return affine
        ? List.of(
            ParameterSpec.of("weight", Kind.SCALE, channels),
            ParameterSpec.of("bias", Kind.SHIFT, channels))
        : List.of();
  }
}
