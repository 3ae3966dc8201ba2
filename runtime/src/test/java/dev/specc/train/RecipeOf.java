package dev.specc.train;

import dev.specc.recipe.Augmentation;
import dev.specc.recipe.CheckpointPolicy;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import dev.specc.recipe.EarlyStopping;
import dev.specc.recipe.Initialisation;
import dev.specc.recipe.Initialisation.Rule;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.LearningRate.WarmUp;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Optimizer.Decay;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.Schedule;
import java.util.List;

/** Writes recipes for tests: plain gradient descent, but for what is said. */
public final class RecipeOf {
  public static final Optimizer PLAIN = new Optimizer.Sgd(0, false, Decay.NONE);
  public static final Optimizer ADAM = new Optimizer.Adam(0.9, 0.999, 1e-8, Decay.NONE);
  public static final Initialisation XAVIER =
      new Initialisation(new Rule.Xavier(false), new Rule.Xavier(false), new Rule.PyTorch(), false);
  public static final Initialisation PYTORCH =
      new Initialisation(new Rule.PyTorch(), new Rule.PyTorch(), new Rule.PyTorch(), false);

  private final int epochs;
  private final int batch;
  private LearningRate rate;
  private Optimizer optimizer = PLAIN;
  private double clipNorm = Double.POSITIVE_INFINITY;
  private Initialisation initialisation = XAVIER;
  private Loss loss = new Loss.CrossEntropy(0);
  private List<Augmentation> augmentations = List.of();
  private double ema;
  private EarlyStopping earlyStopping = EarlyStopping.NEVER;
  private CheckpointPolicy checkpoints = new CheckpointPolicy(1, 0, 2);
  private long seed;

  public RecipeOf(int epochs, int batch, double rate) {
    this.epochs = epochs;
    this.batch = batch;
    this.rate = new LearningRate(rate, 0, WarmUp.NONE, new Schedule.Constant());
  }

  public RecipeOf rate(LearningRate value) {
    rate = value;
    return this;
  }

  public RecipeOf optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  public RecipeOf clipNorm(double value) {
    clipNorm = value;
    return this;
  }

  public RecipeOf initialisation(Initialisation value) {
    initialisation = value;
    return this;
  }

  public RecipeOf loss(Loss value) {
    loss = value;
    return this;
  }

  public RecipeOf augmentations(Augmentation... values) {
    augmentations = List.of(values);
    return this;
  }

  public RecipeOf ema(double value) {
    ema = value;
    return this;
  }

  public RecipeOf earlyStopping(EarlyStopping value) {
    earlyStopping = value;
    return this;
  }

  public RecipeOf checkpoints(CheckpointPolicy value) {
    checkpoints = value;
    return this;
  }

  public RecipeOf seed(long value) {
    seed = value;
    return this;
  }

  public Recipe recipe() {
    return new Recipe(
        "test",
        "",
        "",
        new DataChoice(
            "fashion-mnist-subset",
            new Resize.Keep(),
            new Normalisation.None(),
            new Validation.None()),
        epochs,
        batch,
        rate,
        optimizer,
        clipNorm,
        initialisation,
        loss,
        augmentations,
        ema,
        earlyStopping,
        checkpoints,
        seed);
  }
}
