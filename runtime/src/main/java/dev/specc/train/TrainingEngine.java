package dev.specc.train;

import dev.specc.precision.Precision;
import java.util.Locale;

/** What runs a training step. Both compute the same, to rounding. */
public enum TrainingEngine {
  /** A TorchScript module: forward, loss, gradients and update in one native call. */
  SCRIPT,
  /** DJL blocks, operation by operation. */
  BLOCKS;

  /** Whether it can train without keeping all that the backward pass reads. */
  public boolean recomputes() {
    return this == SCRIPT;
  }

  /** Whether it can compute in this precision. */
  public boolean computesIn(Precision precision) {
    return this == SCRIPT || precision == Precision.FLOAT32;
  }

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
