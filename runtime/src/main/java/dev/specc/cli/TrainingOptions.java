package dev.specc.cli;

import dev.specc.recipe.CheckpointPolicy;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.EarlyStopping;
import dev.specc.recipe.Initialisation;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code train} that say how to train. */
final class TrainingOptions {
  private static final double ADAM_RATE = 0.003;
  private static final double SGD_RATE = 0.1;

  /** The rules of {@link Optimizer}, as {@code --optimizer} names them. */
  enum Start {
    XAVIER,
    PYTORCH
  }

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
  private Start initialisation = Start.XAVIER;

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

  private Optimizer optimizer() {
    Optimizer.Decay decay = new Optimizer.Decay(weightDecay, false, true, 0);
    return switch (rule) {
      case SGD -> new Optimizer.Sgd(momentum(), false, decay);
      case ADAM -> new Optimizer.Adam(0.9, 0.999, 1e-8, decay);
    };
  }

  private Initialisation start() {
    Initialisation.Rule pytorch = new Initialisation.Rule.PyTorch();
    Initialisation.Rule weights =
        switch (initialisation) {
          case XAVIER -> new Initialisation.Rule.Xavier(false);
          case PYTORCH -> pytorch;
        };
    return new Initialisation(weights, weights, pytorch, false);
  }

  Recipe recipe(String data) {
    return new Recipe(
        "options",
        "",
        "",
        new DataChoice(
            data,
            new DataChoice.Resize.Keep(),
            new DataChoice.Normalisation.None(),
            new DataChoice.Validation.None()),
        epochs,
        batch,
        new LearningRate(rate(), 0, LearningRate.WarmUp.NONE, new Schedule.Constant()),
        optimizer(),
        Double.POSITIVE_INFINITY,
        start(),
        new Loss.CrossEntropy(0),
        List.of(),
        0,
        EarlyStopping.NEVER,
        new CheckpointPolicy(1, 0, 2),
        seed);
  }
}
