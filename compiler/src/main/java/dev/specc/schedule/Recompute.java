package dev.specc.schedule;

import java.util.Locale;

/** What of the forward pass runs again in the backward pass, so that it need not be kept. */
public enum Recompute {
  /** Nothing: all that the backward pass reads is kept. */
  NONE,
  /** The {@link Segments}: cheap values that one convolution reads. */
  DENSE;

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
