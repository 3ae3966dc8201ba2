package dev.specc.train;

import java.util.Locale;

/** How weights start. Scales, shifts and running statistics always start at their constants. */
public enum Initialisation {
  /**
   * Weights uniform in +-sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010), biases as in {@link
   * #PYTORCH}: what d2l.ai does.
   */
  XAVIER,
  /** PyTorch's own for conv and linear: weights and biases uniform in +-1 / sqrt(fan in). */
  PYTORCH;

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
