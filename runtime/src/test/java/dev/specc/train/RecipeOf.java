package dev.specc.train;

import dev.specc.recipe.CheckpointPolicy;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.EarlyStopping;
import dev.specc.recipe.Initialisation;
import dev.specc.recipe.Initialisation.Rule;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.LearningRate.WarmUp;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Optimizer.Decay;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeBuilder;
import dev.specc.recipe.Schedule;
import java.util.List;

/** Recipes for tests. */
public final class RecipeOf {
  public static final Optimizer PLAIN = new Optimizer.Sgd(0, false, Decay.NONE);
  public static final Optimizer ADAM = new Optimizer.Adam(0.9, 0.999, 1e-8, Decay.NONE);
  public static final Initialisation XAVIER =
      new Initialisation(new Rule.Xavier(false), new Rule.Xavier(false), new Rule.PyTorch(), false);
  public static final Initialisation PYTORCH =
      new Initialisation(new Rule.PyTorch(), new Rule.PyTorch(), new Rule.PyTorch(), false);

  private RecipeOf() {}

  /** Plain gradient descent at one rate, and nothing else. */
  public static RecipeBuilder descent(int epochs, int batch, double rate) {
    return new Recipe(
            "test",
            "",
            "",
            DataChoice.asTheyAre("fashion-mnist-subset"),
            epochs,
            batch,
            new LearningRate(rate, 0, WarmUp.NONE, new Schedule.Constant()),
            PLAIN,
            Double.POSITIVE_INFINITY,
            XAVIER,
            new Loss.CrossEntropy(0),
            List.of(),
            0,
            EarlyStopping.NEVER,
            new CheckpointPolicy(1, 0, 2),
            0)
        .with();
  }
}
