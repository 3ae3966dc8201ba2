package dev.specc.recipe;

import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import java.util.List;
import java.util.Locale;

/**
 * Writes a recipe as YAML in which every value is explicit. Read again it gives the same recipe, in
 * this version and in one with other defaults.
 */
public final class RecipePrinter {
  private static final String NONE = "none";

  private final StringBuilder out = new StringBuilder("recipe: 1\n");

  private RecipePrinter() {}

  /** One augmentation with its options, as recipes write it: {@code random_crop: {padding: 4}}. */
  public static String printed(Augmentation augmentation) {
    return AugmentationPrinter.print(augmentation);
  }

  public static String print(Recipe recipe) {
    RecipePrinter printer = new RecipePrinter();
    printer.recipe(recipe);
    return printer.out.toString();
  }

  private void recipe(Recipe recipe) {
    LearningRate rate = recipe.rate();
    line("name", YamlText.quoted(recipe.name()));
    line("description", YamlText.quoted(recipe.description()));
    line("source", YamlText.quoted(recipe.source()));
    line("data", data(recipe.data()));
    line("epochs", YamlText.number(recipe.epochs()));
    line("batch", YamlText.number(recipe.batch()));
    line("lr", YamlText.number(rate.base()));
    line("lr_batch", numberOrNone(rate.referenceBatch(), 0));
    line("warm_up", warmUp(rate.warmUp()));
    line("schedule", schedule(rate.schedule()));
    line("optimizer", optimizer(recipe.optimizer()));
    line("clip_norm", numberOrNone(recipe.clipNorm(), Double.POSITIVE_INFINITY));
    line("init", initialisation(recipe.initialisation()));
    line("loss", loss(recipe.loss()));
    augmentations(recipe.augmentations());
    line("ema", numberOrNone(recipe.ema(), 0));
    line("early_stopping", earlyStopping(recipe.earlyStopping()));
    line("checkpoint", checkpoint(recipe.checkpoints()));
    line("seed", Long.toString(recipe.seed()));
  }

  private void line(String key, String value) {
    out.append(key).append(": ").append(value).append('\n');
  }

  private static String numberOrNone(double value, double none) {
    return value == none ? NONE : YamlText.number(value);
  }

  private static String data(DataChoice data) {
    String resize =
        switch (data.resize()) {
          case Resize.Keep keep -> "keep";
          case Resize.To(int height, int width) -> YamlText.list(List.of(height, width));
        };
    String normalise =
        switch (data.normalisation()) {
          case Normalisation.None none -> NONE;
          case Normalisation.Measured measured -> "measured";
          case Normalisation.Fixed(List<Double> mean, List<Double> std) ->
              new YamlText().with("mean", mean).with("std", std).map();
        };
    String validation =
        switch (data.validation()) {
          case Validation.None none -> NONE;
          case Validation.Share(double share) -> YamlText.number(share);
          case Validation.Count(int images) -> Integer.toString(images);
        };
    return new YamlText()
        .with("source", YamlText.quoted(data.source()))
        .with("resize", resize)
        .with("normalise", normalise)
        .with("validation", validation)
        .map();
  }

  private static String warmUp(LearningRate.WarmUp warmUp) {
    return new YamlText().with("epochs", warmUp.epochs()).with("from", warmUp.from()).map();
  }

  private static String schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Constant constant -> "constant";
      case Schedule.Step(int epochs, double gamma) ->
          new YamlText().with("epochs", epochs).with("gamma", gamma).of("step");
      case Schedule.MultiStep(List<Integer> milestones, double gamma) ->
          new YamlText().with("milestones", milestones).with("gamma", gamma).of("multi_step");
      case Schedule.Exponential(double gamma) ->
          new YamlText().with("gamma", gamma).of("exponential");
      case Schedule.Cosine(double end, boolean everyStep) ->
          new YamlText().with("end", end).with("every", every(everyStep)).of("cosine");
      case Schedule.Polynomial(double power, double end, boolean everyStep) ->
          new YamlText()
              .with("power", power)
              .with("end", end)
              .with("every", every(everyStep))
              .of("polynomial");
      case Schedule.OneCycle(double pctStart, double divisor, double finalDivisor) ->
          new YamlText()
              .with("pct_start", pctStart)
              .with("div_factor", divisor)
              .with("final_div_factor", finalDivisor)
              .of("one_cycle");
    };
  }

  private static String every(boolean everyStep) {
    return everyStep ? "step" : "epoch";
  }

  private static String optimizer(Optimizer optimizer) {
    Optimizer.Decay decay = optimizer.decay();
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          new YamlText()
              .with("momentum", sgd.momentum())
              .with("nesterov", sgd.nesterov())
              .with("decoupled", decay.decoupled())
              .with(decay)
              .of("sgd");
      case Optimizer.Adam adam ->
          new YamlText()
              .with("betas", List.of(adam.beta1(), adam.beta2()))
              .with("eps", adam.epsilon())
              .with(decay)
              .of(decay.decoupled() ? "adamw" : "adam");
      case Optimizer.RmsProp rmsProp ->
          new YamlText()
              .with("alpha", rmsProp.alpha())
              .with("eps", rmsProp.epsilon())
              .with("momentum", rmsProp.momentum())
              .with("centered", rmsProp.centered())
              .with("decoupled", decay.decoupled())
              .with(decay)
              .of("rmsprop");
    };
  }

  private static String initialisation(Initialisation init) {
    return new YamlText()
        .with("conv", rule(init.conv()))
        .with("linear", rule(init.linear()))
        .with("bias", rule(init.bias()))
        .with("zero_gamma", init.zeroGamma())
        .map();
  }

  private static String rule(Initialisation.Rule rule) {
    return switch (rule) {
      case Initialisation.Rule.PyTorch pytorch -> "pytorch";
      case Initialisation.Rule.Xavier(boolean normal) ->
          new YamlText().with("distribution", distribution(normal)).of("xavier");
      case Initialisation.Rule.Kaiming(boolean fanOut, boolean normal) ->
          new YamlText()
              .with("mode", fanOut ? "fan_out" : "fan_in")
              .with("distribution", distribution(normal))
              .of("kaiming");
      case Initialisation.Rule.Normal(double std) -> "{normal: " + YamlText.number(std) + "}";
      case Initialisation.Rule.Constant(double value) ->
          "{constant: " + YamlText.number(value) + "}";
    };
  }

  private static String distribution(boolean normal) {
    return normal ? "normal" : "uniform";
  }

  private static String loss(Loss loss) {
    return switch (loss) {
      case Loss.CrossEntropy(double smoothing) ->
          new YamlText().with("label_smoothing", smoothing).of("cross_entropy");
      case Loss.Distillation distillation ->
          new YamlText()
              .with("teacher", YamlText.quoted(distillation.teacher()))
              .with("weights", YamlText.quoted(distillation.weights()))
              .with("temperature", distillation.temperature())
              .with("alpha", distillation.alpha())
              .with("label_smoothing", distillation.labelSmoothing())
              .of("distillation");
    };
  }

  private void augmentations(List<Augmentation> augmentations) {
    if (augmentations.isEmpty()) {
      line("augment", "[]");
      return;
    }
    out.append("augment:\n");
    augmentations.forEach(a -> out.append("  - ").append(augmentation(a)).append('\n'));
  }

  private static String augmentation(Augmentation augmentation) {
    String text = AugmentationPrinter.print(augmentation);
    return text.substring(1, text.length() - 1); // an item needs no braces of its own
  }

  private static String earlyStopping(EarlyStopping stopping) {
    return stopping.patience() == 0
        ? NONE
        : new YamlText()
            .with("patience", stopping.patience())
            .with("metric", stopping.metric().name().toLowerCase(Locale.ROOT))
            .with("min_delta", stopping.minDelta())
            .map();
  }

  private static String checkpoint(CheckpointPolicy policy) {
    return new YamlText()
        .with("every", policy.everyEpochs())
        .with("steps", numberOrNone(policy.everySteps(), 0))
        .with("keep", policy.keep())
        .map();
  }
}
