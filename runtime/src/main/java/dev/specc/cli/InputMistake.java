package dev.specc.cli;

import dev.specc.data.DataException;
import dev.specc.report.RunException;
import dev.specc.train.TrainingException;
import dev.specc.weights.WeightsException;
import java.util.Optional;

/** Tells what the user can mend from what only specc's authors can. */
final class InputMistake {
  private InputMistake() {}

  /** One line about a mistake in what the user gave; empty where the exception is none. */
  static Optional<String> of(Exception e) {
    return switch (e) {
      case DataException data -> Optional.ofNullable(data.getMessage());
      case WeightsException file -> Optional.ofNullable(file.getMessage());
      case RunException run -> Optional.ofNullable(run.getMessage());
      case TrainingException stopped -> Optional.ofNullable(stopped.getMessage());
      default -> Optional.empty();
    };
  }
}
