package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.recipe.Recipe;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * A static estimate of the memory that training takes at its worst moment.
 *
 * <p>It is the sum of what lives through all steps (weights and buffers, their moving average, the
 * optimizer's state, and with {@link Engine#BLOCKS} the gradients), and of what lives at the worst
 * moment of a step, which {@link StepSimulation} finds: the batch, activations kept for readers and
 * for the backward pass, each tensor once even if several nodes save it, gradients of activations,
 * and what convolutions copy and others need while they run. {@link Processor#workspace()} comes on
 * top: the process itself. In low precision, nodes that compute in 16 bits have copies of their
 * float32 weights, and casts stand before what others read.
 *
 * <p>Left out are the images that are held between steps, the batches that wait, and what the Java
 * heap grows by. On a CPU, malloc may keep more from the system than is in use. Threads that each
 * sum a weight's gradient take more on machines with many cores.
 *
 * @param batch images in a step
 * @param parts bytes at the worst moment
 * @param workspace bytes taken whatever the net and the batch are
 */
public record TrainingMemory(int batch, Map<Part, Long> parts, long workspace) {
  /** A batch that no one trains with; searching ends here. */
  public static final int LARGEST_BATCH = 1 << 20;

  public TrainingMemory {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** The estimate for the recipe's own batch. */
  public static TrainingMemory of(Graph graph, Recipe recipe, StepModel model) {
    return of(graph, model.lowered(graph), recipe, model);
  }

  private static TrainingMemory of(Graph graph, Graph lowered, Recipe recipe, StepModel model) {
    Engine engine = model.engine();
    Arena arena = new Arena();
    OptimizerMemory optimizer = OptimizerMemory.of(recipe);
    long trained = OptimizerMemory.trained(graph);
    long weights = OptimizerMemory.all(graph);
    long remembered = optimizer.remembered() * trained;
    arena.allocate(weights, Part.WEIGHTS);
    arena.allocate(recipe.ema() == 0 ? 0 : weights, Part.AVERAGES);
    arena.allocate(remembered, Part.OPTIMIZER);
    if (engine == Engine.BLOCKS) {
      arena.allocate(trained, Part.GRADIENTS);
    }
    StepSimulation.run(lowered, model, recipe.batch(), arena);
    arena.spike(optimizer.whileUpdating() * trained);
    return new TrainingMemory(recipe.batch(), arena.worst(), model.processor().workspace());
  }

  /** Bytes of tensors: all but the workspace. */
  public long tensors() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  public long total() {
    return tensors() + workspace;
  }

  /**
   * The largest batch that fits.
   *
   * @param memory bytes
   * @return empty where not even one image does
   */
  public static OptionalInt largestBatch(Graph graph, Recipe recipe, StepModel model, long memory) {
    Graph lowered = model.lowered(graph);
    IntPredicate fitting =
        batch -> of(graph, lowered, recipe.with().batch(batch).build(), model).total() <= memory;
    int fits = 0;
    int tooLarge = 1;
    while (tooLarge <= LARGEST_BATCH && fitting.test(tooLarge)) {
      fits = tooLarge;
      tooLarge *= 2;
    }
    while (tooLarge - fits > 1 && tooLarge <= LARGEST_BATCH) {
      int middle = (fits + tooLarge) / 2;
      if (fitting.test(middle)) {
        fits = middle;
      } else {
        tooLarge = middle;
      }
    }
    return fits == 0 ? OptionalInt.empty() : OptionalInt.of(fits);
  }
}
