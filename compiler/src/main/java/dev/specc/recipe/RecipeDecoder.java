package dev.specc.recipe;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import dev.specc.recipe.Fields.Choice;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Decodes a valid recipe. The defaults are those that the schema states. */
final class RecipeDecoder {
  private static final String DATA = "fashion-mnist-subset";

  private final Fields recipe;

  private RecipeDecoder(Fields recipe) {
    this.recipe = recipe;
  }

  /**
   * @param name the recipe's name where it gives none
   */
  static Recipe decode(Mapping root, String name) {
    return new RecipeDecoder(Fields.of(root)).recipe(name);
  }

  private Recipe recipe(String name) {
    Optimizer optimizer = OptimizerDecoder.decode(choice("optimizer", "adam"));
    return new Recipe(
        recipe.word("name", name),
        recipe.word("description", ""),
        recipe.word("source", ""),
        data(),
        recipe.whole("epochs", 30),
        recipe.whole("batch", 32),
        new LearningRate(
            recipe.number("lr", OptimizerDecoder.rate(optimizer)),
            (int) recipe.numberOrNone("lr_batch", 0),
            warmUp(),
            ScheduleDecoder.decode(choice("schedule", "constant"))),
        optimizer,
        recipe.numberOrNone("clip_norm", Double.POSITIVE_INFINITY),
        initialisation(),
        loss(),
        augmentations(),
        recipe.numberOrNone("ema", 0),
        earlyStopping(),
        checkpoints(),
        seed());
  }

  private Choice choice(String key, String otherwise) {
    return recipe.choice(key).orElse(Choice.word(otherwise));
  }

  private DataChoice data() {
    YamlNode node = recipe.get("data").orElse(null);
    if (node instanceof Scalar source) {
      return new DataChoice(
          source.text(), new Resize.Keep(), new Normalisation.None(), new Validation.None());
    }
    Fields data = node == null ? Fields.NOTHING : Fields.of(node);
    return new DataChoice(
        data.word("source", DATA),
        data.get("resize").map(RecipeDecoder::resize).orElse(new Resize.Keep()),
        data.get("normalise").map(RecipeDecoder::normalisation).orElse(new Normalisation.None()),
        data.get("validation").map(RecipeDecoder::validation).orElse(new Validation.None()));
  }

  private static Resize resize(YamlNode node) {
    if (Fields.word(node).equals("keep")) {
      return new Resize.Keep();
    }
    List<Double> size = Fields.numbers(node);
    return new Resize.To(size.getFirst().intValue(), size.getLast().intValue());
  }

  private static Normalisation normalisation(YamlNode node) {
    if (!(node instanceof Mapping)) {
      return Fields.isNone(node) ? new Normalisation.None() : new Normalisation.Measured();
    }
    Fields fields = Fields.of(node);
    List<Double> mean = fields.numbers("mean", List.of());
    List<Double> std = fields.numbers("std", List.of());
    int channels = Math.max(mean.size(), std.size());
    return new Normalisation.Fixed(repeated(mean, channels), repeated(std, channels));
  }

  /** One number stands for all channels. */
  private static List<Double> repeated(List<Double> values, int channels) {
    return values.size() == 1 ? Collections.nCopies(channels, values.getFirst()) : values;
  }

  private static Validation validation(YamlNode node) {
    if (Fields.isNone(node)) {
      return new Validation.None();
    }
    double number = Fields.number(node);
    boolean count = node instanceof Scalar scalar && scalar.is(Kind.INTEGER);
    return count ? new Validation.Count((int) number) : new Validation.Share(number);
  }

  private LearningRate.WarmUp warmUp() {
    YamlNode node = recipe.get("warm_up").orElse(null);
    if (node == null) {
      return LearningRate.WarmUp.NONE;
    }
    if (node instanceof Scalar) {
      return new LearningRate.WarmUp(Fields.number(node), 0);
    }
    Fields fields = Fields.of(node);
    return new LearningRate.WarmUp(fields.number("epochs", 0), fields.number("from", 0));
  }

  private Initialisation initialisation() {
    YamlNode node = recipe.get("init").orElse(null);
    Initialisation.Rule xavier = new Initialisation.Rule.Xavier(false);
    Initialisation.Rule pytorch = new Initialisation.Rule.PyTorch();
    if (node instanceof Scalar) {
      Initialisation.Rule rule = InitialisationDecoder.rule(Choice.of(node));
      return new Initialisation(rule, rule, pytorch, false);
    }
    Fields init = node == null ? Fields.NOTHING : Fields.of(node);
    return new Initialisation(
        init.choice("conv").map(InitialisationDecoder::rule).orElse(xavier),
        init.choice("linear").map(InitialisationDecoder::rule).orElse(xavier),
        init.choice("bias").map(InitialisationDecoder::rule).orElse(pytorch),
        init.flag("zero_gamma", false));
  }

  private Loss loss() {
    Choice loss = choice("loss", "cross_entropy");
    Fields options = loss.options();
    double smoothing = options.number("label_smoothing", 0);
    return switch (loss.word()) {
      case "distillation" ->
          new Loss.Distillation(
              options.word("teacher", ""),
              options.word("weights", ""),
              options.number("temperature", 4),
              options.number("alpha", 0.9),
              smoothing);
      default -> new Loss.CrossEntropy(smoothing);
    };
  }

  private List<Augmentation> augmentations() {
    return recipe.get("augment").orElse(null) instanceof Sequence list
        ? list.items().stream().map(Choice::of).map(AugmentationDecoder::decode).toList()
        : List.of();
  }

  private EarlyStopping earlyStopping() {
    if (!(recipe.get("early_stopping").orElse(null) instanceof Mapping map)) {
      return EarlyStopping.NEVER;
    }
    Fields stopping = Fields.of(map);
    String metric = stopping.word("metric", "accuracy").toUpperCase(Locale.ROOT);
    return new EarlyStopping(
        stopping.whole("patience", 0),
        EarlyStopping.Metric.valueOf(metric),
        stopping.number("min_delta", 0));
  }

  private CheckpointPolicy checkpoints() {
    Fields fields = recipe.get("checkpoint").map(Fields::of).orElse(Fields.NOTHING);
    return new CheckpointPolicy(
        fields.whole("every", 1), (int) fields.numberOrNone("steps", 0), fields.whole("keep", 2));
  }

  /** A double does not hold every seed. */
  private long seed() {
    return recipe.get("seed").orElse(null) instanceof Scalar seed
        ? seed.is(Kind.INTEGER) ? seed.integer().longValueExact() : (long) Fields.number(seed)
        : 0;
  }
}
