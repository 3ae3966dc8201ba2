package dev.specc.transform;

import java.util.List;
import java.util.function.Function;

/**
 * A tensor of a rewritten graph as an expression over those of the graph that was given. The
 * compiler says what is computed; the runtime, which has the numbers, computes it.
 */
public sealed interface DerivedTensor {
  /** A tensor that was given, by its name in the {@code state_dict}. */
  record Stored(String name) implements DerivedTensor {}

  /** The same value everywhere: what an absent bias, scale or shift amounts to. */
  record Filled(double value, List<Long> dims) implements DerivedTensor {
    public Filled {
      dims = List.copyOf(dims);
    }
  }

  /**
   * What a batch norm multiplies each channel with in inference: {@code scale / sqrt(variance +
   * eps)}, all [C] (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 2).
   */
  record NormFactor(DerivedTensor scale, DerivedTensor variance, double eps)
      implements DerivedTensor {}

  /** A weight [out, ...] with each output channel times its factor [out]. */
  record ScaledOutputs(DerivedTensor weight, DerivedTensor factor) implements DerivedTensor {}

  /**
   * The weight [in, out / groups, height, width] of a transposed convolution with each output
   * channel times its factor [out].
   */
  record ScaledTransposedOutputs(DerivedTensor weight, DerivedTensor factor, long groups)
      implements DerivedTensor {}

  /** {@code (bias - mean) * factor + shift}, all [out]. */
  record NormalisedBias(
      DerivedTensor bias, DerivedTensor mean, DerivedTensor factor, DerivedTensor shift)
      implements DerivedTensor {}

  /** Tensors one after the other along their first axis, the output channels. */
  record Concatenated(List<DerivedTensor> parts) implements DerivedTensor {
    public Concatenated {
      parts = List.copyOf(parts);
    }
  }

  /** The same expression with others in the place of the stored tensors. */
  default DerivedTensor substitute(Function<String, DerivedTensor> stored) {
    return switch (this) {
      case Stored s -> stored.apply(s.name);
      case Filled f -> f;
      case NormFactor n ->
          new NormFactor(n.scale.substitute(stored), n.variance.substitute(stored), n.eps);
      case ScaledOutputs s ->
          new ScaledOutputs(s.weight.substitute(stored), s.factor.substitute(stored));
      case ScaledTransposedOutputs s ->
          new ScaledTransposedOutputs(
              s.weight.substitute(stored), s.factor.substitute(stored), s.groups);
      case NormalisedBias b ->
          new NormalisedBias(
              b.bias.substitute(stored),
              b.mean.substitute(stored),
              b.factor.substitute(stored),
              b.shift.substitute(stored));
      case Concatenated c ->
          new Concatenated(c.parts.stream().map(part -> part.substitute(stored)).toList());
    };
  }
}
