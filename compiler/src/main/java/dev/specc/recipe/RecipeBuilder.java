package dev.specc.recipe;

import java.util.List;

/** Makes a recipe of another one, with some values changed. */
public final class RecipeBuilder {
  private final Recipe from;
  private DataChoice data;
  private int epochs;
  private int batch;
  private LearningRate rate;
  private Optimizer optimizer;
  private double clipNorm;
  private Initialisation initialisation;
  private Loss loss;
  private List<Augmentation> augmentations;
  private double ema;
  private EarlyStopping earlyStopping;
  private CheckpointPolicy checkpoints;
  private long seed;

  RecipeBuilder(Recipe from) {
    this.from = from;
    this.data = from.data();
    this.epochs = from.epochs();
    this.batch = from.batch();
    this.rate = from.rate();
    this.optimizer = from.optimizer();
    this.clipNorm = from.clipNorm();
    this.initialisation = from.initialisation();
    this.loss = from.loss();
    this.augmentations = from.augmentations();
    this.ema = from.ema();
    this.earlyStopping = from.earlyStopping();
    this.checkpoints = from.checkpoints();
    this.seed = from.seed();
  }

  public RecipeBuilder data(DataChoice value) {
    data = value;
    return this;
  }

  public RecipeBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  public RecipeBuilder batch(int value) {
    batch = value;
    return this;
  }

  public RecipeBuilder rate(LearningRate value) {
    rate = value;
    return this;
  }

  public RecipeBuilder optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  public RecipeBuilder clipNorm(double value) {
    clipNorm = value;
    return this;
  }

  public RecipeBuilder initialisation(Initialisation value) {
    initialisation = value;
    return this;
  }

  public RecipeBuilder loss(Loss value) {
    loss = value;
    return this;
  }

  public RecipeBuilder augmentations(List<Augmentation> value) {
    augmentations = value;
    return this;
  }

  public RecipeBuilder ema(double value) {
    ema = value;
    return this;
  }

  public RecipeBuilder earlyStopping(EarlyStopping value) {
    earlyStopping = value;
    return this;
  }

  public RecipeBuilder checkpoints(CheckpointPolicy value) {
    checkpoints = value;
    return this;
  }

  public RecipeBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * @throws IllegalArgumentException where a value is out of range
   */
  public Recipe build() {
    return new Recipe(
        from.name(),
        from.description(),
        from.source(),
        data,
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
