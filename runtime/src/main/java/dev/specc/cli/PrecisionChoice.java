package dev.specc.cli;

import ai.djl.Device;
import dev.specc.precision.Precision;
import dev.specc.train.Execution;
import dev.specc.train.TrainingEngine;
import java.util.Locale;
import java.util.Optional;

/** What {@code --precision} takes. */
enum PrecisionChoice {
  /** What the device is fast at. */
  AUTO,
  FLOAT32,
  BF16,
  FP16;

  /** The precision that was named; empty where it is left to the device. */
  Optional<Precision> named() {
    return switch (this) {
      case AUTO -> Optional.empty();
      case FLOAT32 -> Optional.of(Precision.FLOAT32);
      case BF16 -> Optional.of(Precision.BF16);
      case FP16 -> Optional.of(Precision.FP16);
    };
  }

  Precision on(TrainingEngine engine, Device device) {
    return named().orElseGet(() -> Execution.preferredPrecision(engine, device));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
