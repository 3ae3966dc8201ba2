package dev.specc.cli;

import dev.specc.recipe.CheckpointPolicy;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.EarlyStopping;
import dev.specc.recipe.Initialisation.Rule;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.Schedule;
import dev.specc.report.RunException;
import dev.specc.train.Initialisation;
import dev.specc.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** What the present training can do of a recipe. It refuses the rest, and never leaves it out. */
final class RecipeTraining {
  private final Recipe recipe;
  private final List<String> missing = new ArrayList<>();

  private RecipeTraining(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * @throws RunException where the recipe asks for more
   */
  static TrainingSettings settings(Recipe recipe) {
    return new RecipeTraining(recipe).settings();
  }

  private TrainingSettings settings() {
    dev.specc.train.Optimizer optimizer = optimizer();
    Initialisation initialisation = initialisation();
    DataChoice data = recipe.data();
    need("data: resize", data.resize() instanceof DataChoice.Resize.Keep);
    need("data: normalise", data.normalisation() instanceof DataChoice.Normalisation.None);
    need("data: validation", data.validation() instanceof DataChoice.Validation.None);
    LearningRate rate = recipe.rate();
    need("warm_up", rate.warmUp().epochs() == 0);
    need("schedule", rate.schedule() instanceof Schedule.Constant);
    need("clip_norm", recipe.clipNorm() == Double.POSITIVE_INFINITY);
    need("loss", recipe.loss().equals(new Loss.CrossEntropy(0)));
    need("augment", recipe.augmentations().isEmpty());
    need("ema", recipe.ema() == 0);
    need("early_stopping", recipe.earlyStopping().equals(EarlyStopping.NEVER));
    need("checkpoint", recipe.checkpoints().equals(new CheckpointPolicy(1, 0, 2)));
    if (!missing.isEmpty()) {
      throw new RunException(
          "recipe %s: training cannot do this yet: %s"
              .formatted(recipe.name(), String.join(", ", missing)));
    }
    return new TrainingSettings(
        recipe.epochs(),
        recipe.batch(),
        rate.scaled(recipe.batch()),
        optimizer,
        initialisation,
        recipe.seed());
  }

  private void need(String key, boolean possible) {
    if (!possible) {
      missing.add(key);
    }
  }

  private dev.specc.train.Optimizer optimizer() {
    Optimizer.Decay decay = recipe.optimizer().decay();
    boolean plain = decay.biasesAndNorms() || decay.weight() == 0;
    need("optimizer: l1", decay.l1() == 0);
    need("optimizer: decay_biases_and_norms", plain);
    need("optimizer: decoupled decay", !decay.decoupled() || decay.weight() == 0);
    return switch (recipe.optimizer()) {
      case Optimizer.Sgd sgd -> {
        need("optimizer: nesterov and dampening", !sgd.nesterov() && sgd.dampening() == 0);
        yield new dev.specc.train.Optimizer.Sgd(sgd.momentum(), decay.weight());
      }
      case Optimizer.Adam adam -> {
        boolean usual = adam.beta1() == 0.9 && adam.beta2() == 0.999 && adam.epsilon() == 1e-8;
        need("optimizer: betas and eps", usual);
        yield new dev.specc.train.Optimizer.Adam(decay.weight());
      }
      case Optimizer.RmsProp rmsProp -> {
        need("optimizer: rmsprop", false);
        yield new dev.specc.train.Optimizer.Sgd(0, 0);
      }
    };
  }

  private Initialisation initialisation() {
    dev.specc.recipe.Initialisation init = recipe.initialisation();
    boolean same = init.conv().equals(init.linear());
    boolean plain = init.bias().equals(new Rule.PyTorch()) && !init.zeroGamma();
    boolean pytorch = init.conv().equals(new Rule.PyTorch());
    need("init", same && plain && (pytorch || init.conv().equals(new Rule.Xavier(false))));
    return pytorch ? Initialisation.PYTORCH : Initialisation.XAVIER;
  }
}
