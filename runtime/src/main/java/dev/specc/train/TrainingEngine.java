package dev.specc.train;

import ai.djl.Device;
import dev.specc.graph.Graph;
import dev.specc.recipe.Recipe;
import java.util.Locale;

/** What runs a training step. Both compute the same, to rounding. */
public enum TrainingEngine {
  /** A TorchScript module: forward, loss, gradients and update in one native call. */
  SCRIPT,
  /** DJL blocks, operation by operation. */
  BLOCKS;

  /** The faster one that learns by a recipe. */
  public static TrainingEngine preferred(Recipe recipe) {
    return SCRIPT.learns(recipe) ? SCRIPT : BLOCKS;
  }

  /** Whether it can learn by a recipe. */
  public boolean learns(Recipe recipe) {
    return switch (this) {
      case SCRIPT -> ScriptNet.learns(recipe.loss());
      case BLOCKS -> true;
    };
  }

  /** A net with the initial weights that the recipe asks for. */
  public TrainableNet net(Graph graph, Recipe recipe, Device device) {
    return switch (this) {
      case SCRIPT -> new ScriptNet(graph, recipe, device);
      case BLOCKS -> new GraphNet(graph, recipe, device);
    };
  }

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
