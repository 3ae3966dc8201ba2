package dev.specc.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * A recipe with one trick left out, to see what the trick is worth.
 *
 * @param trick what is left out, in a few words
 */
public record Ablation(String trick, Recipe recipe) {
  /** One for each thing that a recipe does beyond plain training at a constant rate. */
  public static List<Ablation> of(Recipe recipe) {
    List<Ablation> found = new ArrayList<>();
    for (Augmentation augmentation : recipe.augmentations()) {
      List<Augmentation> others = new ArrayList<>(recipe.augmentations());
      others.remove(augmentation);
      add(found, name(augmentation), recipe, recipe.with().augmentations(others));
    }
    DataChoice data = recipe.data();
    DataChoice asItIs =
        new DataChoice(
            data.source(), data.resize(), new DataChoice.Normalisation.None(), data.validation());
    add(found, "normalisation", recipe, recipe.with().data(asItIs));
    Loss plain = new Loss.CrossEntropy(recipe.loss().labelSmoothing());
    add(found, "distillation", recipe, recipe.with().loss(plain));
    add(found, "label smoothing", recipe, recipe.with().loss(withoutSmoothing(recipe.loss())));
    rates(recipe, found);
    decays(recipe, found);
    add(found, "gradient clipping", recipe, recipe.with().clipNorm(Double.POSITIVE_INFINITY));
    add(found, "averaged weights", recipe, recipe.with().ema(0));
    Initialisation start = recipe.initialisation();
    Initialisation fullGamma =
        new Initialisation(start.conv(), start.linear(), start.bias(), false);
    add(found, "zero gamma", recipe, recipe.with().initialisation(fullGamma));
    return found;
  }

  private static void rates(Recipe recipe, List<Ablation> found) {
    LearningRate rate = recipe.rate();
    LearningRate cold =
        new LearningRate(
            rate.base(), rate.referenceBatch(), LearningRate.WarmUp.NONE, rate.schedule());
    LearningRate constant =
        new LearningRate(
            rate.base(), rate.referenceBatch(), rate.warmUp(), new Schedule.Constant());
    add(found, "warm-up", recipe, recipe.with().rate(cold));
    add(found, "schedule", recipe, recipe.with().rate(constant));
  }

  private static void decays(Recipe recipe, List<Ablation> found) {
    Optimizer.Decay decay = recipe.optimizer().decay();
    Optimizer.Decay none =
        new Optimizer.Decay(0, decay.decoupled(), decay.biasesAndNorms(), decay.l1());
    Optimizer.Decay all = new Optimizer.Decay(decay.weight(), decay.decoupled(), true, decay.l1());
    Optimizer.Decay smooth =
        new Optimizer.Decay(decay.weight(), decay.decoupled(), decay.biasesAndNorms(), 0);
    Optimizer optimizer = recipe.optimizer();
    add(found, "weight decay", recipe, recipe.with().optimizer(optimizer.with(none)));
    add(found, "sparing biases and norms", recipe, recipe.with().optimizer(optimizer.with(all)));
    add(found, "L1", recipe, recipe.with().optimizer(optimizer.with(smooth)));
    if (optimizer instanceof Optimizer.Sgd sgd && sgd.nesterov()) {
      Optimizer plain = new Optimizer.Sgd(sgd.momentum(), false, decay);
      add(found, "Nesterov", recipe, recipe.with().optimizer(plain));
    }
  }

  private static void add(List<Ablation> to, String trick, Recipe recipe, RecipeBuilder without) {
    Recipe changed = without.build();
    if (!changed.equals(recipe)) {
      to.add(new Ablation(trick, changed));
    }
  }

  private static Loss withoutSmoothing(Loss loss) {
    return switch (loss) {
      case Loss.CrossEntropy plain -> new Loss.CrossEntropy(0);
      case Loss.Distillation d ->
          new Loss.Distillation(d.teacher(), d.weights(), d.temperature(), d.alpha(), 0);
    };
  }

  private static String name(Augmentation augmentation) {
    return switch (augmentation) {
      case Augmentation.RandomCrop a -> "random crop";
      case Augmentation.RandomResizedCrop a -> "random resized crop";
      case Augmentation.HorizontalFlip a -> "flip";
      case Augmentation.VerticalFlip a -> "vertical flip";
      case Augmentation.Rotation a -> "rotation";
      case Augmentation.ColourJitter a -> "colour jitter";
      case Augmentation.AutoAugment a -> "AutoAugment";
      case Augmentation.RandAugment a -> "RandAugment";
      case Augmentation.Cutout a -> "cutout";
      case Augmentation.RandomErasing a -> "random erasing";
      case Augmentation.Mixup a -> "mixup";
      case Augmentation.CutMix a -> "CutMix";
      case Augmentation.Ricap a -> "RICAP";
    };
  }
}
