package dev.specc.cli;

import dev.specc.decode.ModelSpec;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.FileSources;
import dev.specc.read.Sources.Loaded;
import dev.specc.recipe.RecipeReader;
import dev.specc.recipe.RecipeSetting;
import dev.specc.recipe.RecipeSetting.Form;
import dev.specc.schedule.Recompute;
import dev.specc.source.SourceFile;
import dev.specc.train.TrainingEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of {@code train} that say how to train. Each changes the recipe: options count more
 * than {@code --set}, that more than {@code --recipe}, that more than the spec's own recipe, and
 * that more than the defaults.
 */
final class TrainingOptions {
  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      description =
          "How to train: a file, or the name of a recipe that comes with specc (default: the"
              + " spec's `recipe:`, else adam at 0.003 for 30 epochs of batches of 32).")
  private @Nullable String recipe;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "script: a step is one native call (default); blocks: operation by operation. Both compute"
              + " the same, up to rounding.")
  private TrainingEngine engine = TrainingEngine.SCRIPT;

  @Option(
      names = "--recompute",
      paramLabel = "WHAT",
      description =
          "none (default), or dense: concats, batch norms and activations that one convolution reads"
              + " are not kept for the backward pass but computed again. Less memory, more time, the"
              + " same results.")
  private Recompute recompute = Recompute.NONE;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "float32; bf16 or fp16: convolutions and linear layers in 16 bits, weights in float32; or"
              + " auto: bf16 on GPUs that are fast at it, else float32 (default).")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  @Option(
      names = "--show-recipe",
      description = "Print the recipe with all its values instead of training.")
  private boolean show;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {
        "fashion-mnist-subset (default): 6,000 + 1,000 images that come with specc;",
        "fashion-mnist: all of it, from the Debian package dataset-fashion-mnist;",
        "or a folder: MNIST's four IDX files, gzip'd or not; CIFAR-10's or CIFAR-100's binary files;"
            + " x_train.npy and y_train.npy; or a folder of PNG and JPEG images for each class, in"
            + " train/ and val/ or test/."
      })
  private @Nullable String data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images (default: 30).")
  private @Nullable String epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images in a step (default: 32).")
  private @Nullable String batch;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "sgd, adam, adamw or rmsprop (default: adam).")
  private @Nullable String optimizer;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "Learning rate (default: 0.1 for sgd, 0.003 for adam, 0.001 for adamw, 0.01 for rmsprop).")
  private @Nullable String rate;

  @Option(names = "--momentum", paramLabel = "M", description = "Momentum of sgd or rmsprop.")
  private @Nullable String momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "W",
      description = "Weight decay of the optimizer (default: 0; 0.01 for adamw).")
  private @Nullable String weightDecay;

  @Option(
      names = "--init",
      paramLabel = "HOW",
      description = "How weights start: xavier, kaiming or pytorch (default: xavier).")
  private @Nullable String initialisation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed repeats a run (default: 0).")
  private @Nullable String seed;

  /** As if this recipe were the only option. */
  static TrainingOptions ofRecipe(@Nullable String recipe) {
    TrainingOptions options = new TrainingOptions();
    options.recipe = recipe;
    return options;
  }

  /**
   * @throws ParameterException where the engine cannot do what other options ask for
   */
  void requireUsage(CommandLine line) {
    if (precision.named().filter(p -> !engine.computesIn(p)).isPresent()) {
      throw new ParameterException(
          line, "--precision %s needs --engine script".formatted(precision.word()));
    }
    if (recompute != Recompute.NONE && !engine.recomputes()) {
      throw new ParameterException(
          line, "--recompute dense takes --engine script: blocks keep all that they need");
    }
  }

  TrainingEngine engine() {
    return engine;
  }

  /** What a step computes again rather than keep it. */
  Recompute recompute() {
    return recompute;
  }

  PrecisionChoice precision() {
    return precision;
  }

  /** Whether {@code --batch} was given. */
  boolean namesBatch() {
    return batch != null;
  }

  /** Whether the recipe is only to be shown. */
  boolean show() {
    return show;
  }

  /**
   * The recipe that all of them come to.
   *
   * @param spec whose own recipe counts where there is no {@code --recipe}; null for none
   * @param set what {@code --set} gives
   */
  RecipeReader.Result recipe(@Nullable ModelSpec spec, List<RecipeSetting> set) {
    List<RecipeSetting> settings = new ArrayList<>(set);
    settings.addAll(options());
    Optional<Loaded> chosen = chosen(spec);
    if (chosen.isEmpty()) {
      return RecipeReader.defaults(settings);
    }
    return switch (chosen.get()) {
      case Loaded.Text text -> RecipeReader.read(text.file(), settings);
      case Loaded.Failed failed -> notThere(failed);
    };
  }

  private Optional<Loaded> chosen(@Nullable ModelSpec spec) {
    FileSources files = new FileSources();
    if (recipe != null) {
      return Optional.of(files.loadRecipe(recipe));
    }
    return spec == null
        ? Optional.empty()
        : spec.defaultRecipe().map(r -> files.loadRecipe(spec.file().name(), r.target()));
  }

  private RecipeReader.Result notThere(Loaded.Failed failed) {
    SourceFile option = new SourceFile("--recipe", String.valueOf(recipe));
    Code code = failed.code();
    return new RecipeReader.Result(
        null,
        List.of(Diagnostic.of(code, option.span(0, option.text().length()), failed.message())));
  }

  private List<RecipeSetting> options() {
    List<RecipeSetting> settings = new ArrayList<>();
    add(settings, "--data", "data.source", data, Form.TEXT);
    add(settings, "--epochs", "epochs", epochs, Form.YAML);
    add(settings, "--batch", "batch", batch, Form.YAML);
    if (optimizer != null) {
      String word = optimizer.toLowerCase(Locale.ROOT);
      add(settings, "--optimizer", "optimizer." + word, word, Form.CHOICE);
    }
    add(settings, "--lr", "lr", rate, Form.YAML);
    add(settings, "--momentum", "optimizer.*.momentum", momentum, Form.YAML);
    add(settings, "--weight-decay", "optimizer.*.weight_decay", weightDecay, Form.YAML);
    String word = initialisation == null ? null : initialisation.toLowerCase(Locale.ROOT);
    add(settings, "--init", "init", word, Form.YAML);
    add(settings, "--seed", "seed", seed, Form.YAML);
    return settings;
  }

  private static void add(
      List<RecipeSetting> to, String option, String path, @Nullable String value, Form form) {
    if (value != null) {
      to.add(RecipeSetting.option(option, path, value, form));
    }
  }

  /** Whether all that is wrong stands in these options: then the command line is. */
  static boolean areWrong(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(d -> d.span().file().name())
        .allMatch(name -> name.startsWith("--") && !name.equals("--set"));
  }
}
