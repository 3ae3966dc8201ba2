package dev.specc.train;

import dev.specc.precision.Precision;
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

  /** Whether it can compute in this precision. */
  public boolean computesIn(Precision precision) {
    return this == SCRIPT || precision == Precision.FLOAT32;
  }

  /** As options and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
