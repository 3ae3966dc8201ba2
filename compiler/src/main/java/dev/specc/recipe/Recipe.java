package dev.specc.recipe;

import java.util.List;

/**
 * All that decides how a net is trained, but the net and the machine.
 *
 * @param name of the recipe
 * @param description what it is for
 * @param source where it comes from: paper, section
 * @param epochs passes over the training images, at least 1
 * @param batch images in a step, at least 1
 * @param rate the learning rate
 * @param clipNorm the largest norm that all gradients together may have; infinity for no limit
 * @param augmentations in the order in which they are applied
 * @param ema the decay of the averaged weights that are tested and saved; 0 for none
 * @param seed decides the initial weights, the order of the images, augmentation and dropout
 */
public record Recipe(
    String name,
    String description,
    String source,
    DataChoice data,
    int epochs,
    int batch,
    LearningRate rate,
    Optimizer optimizer,
    double clipNorm,
    Initialisation initialisation,
    Loss loss,
    List<Augmentation> augmentations,
    double ema,
    EarlyStopping earlyStopping,
    CheckpointPolicy checkpoints,
    long seed) {
  public Recipe {
    augmentations = List.copyOf(augmentations);
    Require.that(epochs >= 1 && batch >= 1, "epochs and batch are at least 1");
    Require.that(clipNorm > 0, "the norm to clip at is above 0");
    Require.that(ema >= 0 && ema < 1, "the decay of an average is in [0, 1)");
  }

  /** Starts from this recipe to make another one. */
  public RecipeBuilder with() {
    return new RecipeBuilder(this);
  }
}
