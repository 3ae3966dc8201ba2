package dev.specc.train;

import ai.djl.Device;
import dev.specc.graph.Graph;
import dev.specc.memory.Recompute;
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

  /** Whether it can train without keeping all that the backward pass reads. */
  public boolean recomputes() {
    return this == SCRIPT;
  }

  /** A net with the initial weights that the recipe asks for, which keeps what it needs. */
  public TrainableNet net(Graph graph, Recipe recipe, Device device) {
    return net(graph, recipe, device, Recompute.NONE);
  }

  /**
   * A net with the initial weights that the recipe asks for.
   *
   * @throws IllegalArgumentException where {@link #recomputes} says no
   */
  public TrainableNet net(Graph graph, Recipe recipe, Device device, Recompute recompute) {
    if (recompute != Recompute.NONE && !recomputes()) {
      throw new IllegalArgumentException("blocks recompute nothing");
    }
    return switch (this) {
      case SCRIPT -> new ScriptNet(graph, recipe, device, recompute);
      case BLOCKS -> new GraphNet(graph, recipe, device);
    };
  }

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
