package dev.specc.cli;

import dev.specc.train.Initialisation;
import dev.specc.train.Optimizer;
import dev.specc.train.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code train} that say how to train. */
final class TrainingOptions {
  private static final double ADAM_RATE = 0.003;
  private static final double SGD_RATE = 0.1;

  /** The rules of {@link Optimizer}, as {@code --optimizer} names them. */
  enum Rule {
    SGD,
    ADAM
  }

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "30",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs = 30;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(names = "--optimizer", paramLabel = "RULE", description = "sgd or adam (default: adam).")
  private Rule rule = Rule.ADAM;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Learning rate (default: 0.003 for adam, 0.1 for sgd).")
  private @Nullable Double rate;

  @Option(names = "--momentum", paramLabel = "M", description = "Momentum of sgd (default: 0).")
  private @Nullable Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "W",
      defaultValue = "0",
      description = "L2 penalty on every parameter (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--init",
      paramLabel = "HOW",
      description = "How weights start: xavier or pytorch, its own default (default: xavier).")
  private Initialisation initialisation = Initialisation.XAVIER;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The same seed repeats a run (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Checks what picocli cannot.
   *
   * @throws ParameterException where a value is outside its range
   */
  void validate(CommandSpec command) {
    require(command, epochs >= 1, "--epochs must be at least 1");
    require(command, batch >= 1, "--batch must be at least 1");
    require(command, rate() > 0 && rate() < Double.MAX_VALUE, "--lr must be a number above 0");
    require(
        command, momentum() >= 0 && momentum() < 1, "--momentum must be at least 0 and below 1");
    require(
        command,
        weightDecay >= 0 && weightDecay < Double.MAX_VALUE,
        "--weight-decay must be at least 0");
    require(
        command,
        momentum == null || rule == Rule.SGD,
        "--momentum goes with --optimizer sgd; adam has its own");
  }

  private static void require(CommandSpec command, boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  private double rate() {
    if (rate != null) {
      return rate;
    }
    return switch (rule) {
      case SGD -> SGD_RATE;
      case ADAM -> ADAM_RATE;
    };
  }

  private double momentum() {
    return momentum == null ? 0 : momentum;
  }

  Optimizer optimizer() {
    return switch (rule) {
      case SGD -> new Optimizer.Sgd(momentum(), weightDecay);
      case ADAM -> new Optimizer.Adam(weightDecay);
    };
  }

  TrainingSettings settings() {
    return new TrainingSettings(epochs, batch, rate(), optimizer(), initialisation, seed);
  }
}
