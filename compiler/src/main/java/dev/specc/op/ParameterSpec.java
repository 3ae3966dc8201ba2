package dev.specc.op;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a layer owns, as PyTorch's {@code state_dict} lists it.
 *
 * @param name its last name: {@code weight}, {@code running_mean}; empty where it is named as its
 *     layer
 * @param dims its dimensions; empty for a scalar
 * @param kind what it is for: what trains it, and how it is initialised by default
 */
public record ParameterSpec(String name, List<Long> dims, Kind kind) {
  /** What a parameter is for. */
  public enum Kind {
    /** A weight of a convolution or a linear layer: trained, decayed. */
    WEIGHT(true),
    /** A bias: trained. */
    BIAS(true),
    /** The scale of a normalisation, or a layer scale: trained, starts at a constant. */
    SCALE(true),
    /** The shift of a normalisation: trained, starts at 0. */
    SHIFT(true),
    /** A running mean: a buffer, starts at 0. */
    RUNNING_MEAN(false),
    /** A running variance: a buffer, starts at 1. */
    RUNNING_VARIANCE(false),
    /** How many batches a batch norm has seen: a scalar int64 buffer, starts at 0. */
    BATCH_COUNT(false);

    private final boolean trained;

    Kind(boolean trained) {
      this.trained = trained;
    }

    /** Whether gradients change it; otherwise it is a buffer. */
    public boolean isTrained() {
      return trained;
    }
  }

  public ParameterSpec {
    dims = List.copyOf(dims);
  }

  static ParameterSpec of(String name, Kind kind, long... dims) {
    return new ParameterSpec(name, Arrays.stream(dims).boxed().toList(), kind);
  }

  public long elements() {
    return dims.stream().reduce(1L, Math::multiplyExact);
  }
}
