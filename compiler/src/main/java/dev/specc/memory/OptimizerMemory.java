package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;

/** What an optimizer remembers, and what it takes while it updates, in copies of all parameters. */
record OptimizerMemory(int remembered, int whileUpdating) {
  static OptimizerMemory of(Recipe recipe) {
    int clipped = Double.isFinite(recipe.clipNorm()) ? 1 : 0;
    // The signs, and the gradients with the decay added.
    int l1 = recipe.optimizer().decay().l1() == 0 ? 0 : 2;
    return switch (recipe.optimizer()) {
      case Optimizer.Sgd sgd -> new OptimizerMemory(sgd.momentum() == 0 ? 0 : 1, clipped + l1);
      case Optimizer.Adam adam -> new OptimizerMemory(2, clipped + l1);
      case Optimizer.RmsProp rms -> rmsProp(rms, clipped + l1);
    };
  }

  /** Roots and their sums with epsilon are new, as are variances and gradients with decay. */
  private static OptimizerMemory rmsProp(Optimizer.RmsProp rms, int before) {
    int centred = rms.centered() ? 1 : 0;
    int momentum = rms.momentum() == 0 ? 0 : 1;
    boolean coupled = rms.decay().weight() != 0 && !rms.decay().decoupled();
    return new OptimizerMemory(1 + centred + momentum, before + (coupled ? 1 : 0) + 2 + centred);
  }

  /** Bytes of all parameters that are trained. */
  static long trained(Graph graph) {
    return graph.parameters().values().stream()
        .filter(parameter -> parameter.kind().isTrained())
        .mapToLong(parameter -> Bytes.of(parameter.elements(), 1))
        .sum();
  }

  /** Bytes of parameters and buffers; a batch norm's count has 8. */
  static long all(Graph graph) {
    return graph.parameters().values().stream()
        .mapToLong(
            parameter ->
                parameter.kind() == ParameterSpec.Kind.BATCH_COUNT
                    ? Long.BYTES
                    : Bytes.of(parameter.elements(), 1))
        .sum();
  }
}
