package dev.specc.cli;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.specc.graph.Graph;
import dev.specc.memory.Bytes;
import dev.specc.memory.Engine;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.NativeHeap;
import dev.specc.train.TrainingEngine;
import dev.specc.train.TrainingException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the estimate of training memory says where memory does not suffice, or will not.
 *
 * @param available bytes before anything was allocated
 * @param needed the estimate
 */
record MemoryAdvice(
    Graph graph, Recipe recipe, StepModel model, long available, TrainingMemory needed) {
  /** How libtorch and CUDA say that there is no memory. */
  private static final List<String> COMPLAINTS =
      List.of(
          "can't allocate memory",
          "not enough memory",
          "out of memory",
          "std::bad_alloc",
          "ALLOC_FAILED");

  MemoryAdvice(Graph graph, Recipe recipe, StepModel model, long available) {
    this(graph, recipe, model, available, TrainingMemory.of(graph, recipe, model));
  }

  static MemoryAdvice of(Graph graph, Recipe recipe, Execution execution) {
    long available = MachineMemory.available(execution.device());
    return new MemoryAdvice(graph, recipe, modelOf(execution), available);
  }

  /** What the estimate takes it for. */
  static StepModel modelOf(Execution execution) {
    return new StepModel(
        modelOf(execution.engine()),
        processor(execution.device()),
        execution.precision(),
        execution.recompute());
  }

  /** What the estimate takes an engine for. */
  static Engine modelOf(TrainingEngine engine) {
    return switch (engine) {
      case BLOCKS -> Engine.BLOCKS;
      case SCRIPT -> Engine.SCRIPT;
    };
  }

  static Processor processor(Device device) {
    return device.isGpu() ? Processor.GPU : Processor.CPU;
  }

  /**
   * What to say before training, where it will take more than there is. On a CPU only: a GPU says
   * so itself, while Linux gives memory that it does not have, and ends the process later.
   */
  Optional<String> warning() {
    return model.processor() == Processor.GPU || needed.total() <= available
        ? Optional.empty()
        : Optional.of("this may run out of memory: " + needs() + "; " + fitting());
  }

  /**
   * Lets freed memory go back to the system where there is not twice what the estimate says: steps
   * are faster where malloc keeps it, and take up to 1.8 times as much.
   */
  private void prepare() {
    if (model.processor() == Processor.CPU && isScarce()) {
      NativeHeap.giveBackLargeBlocks();
    }
  }

  /** Whether there is less than twice what the estimate says. */
  boolean isScarce() {
    return needed.total() > available / 2;
  }

  /**
   * Runs what takes this memory: warns before it where there is too little, and says why it failed.
   *
   * @throws TrainingException where memory did not suffice
   */
  <T> T during(Supplier<T> work, Consumer<String> warn) {
    warning().ifPresent(warning -> warn.accept("warning: " + warning));
    prepare();
    try {
      return work.get();
    } catch (EngineException e) {
      throw explained(e);
    }
  }

  /** The same failure, in words that help where memory was the reason. */
  RuntimeException explained(EngineException failure) {
    if (!isOutOfMemory(failure)) {
      return failure;
    }
    return new TrainingException("out of memory: " + needs() + "; " + fitting());
  }

  private static boolean isOutOfMemory(EngineException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (COMPLAINTS.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  private String needs() {
    return "with batches of %,d, training takes about %s, and %s %s available"
        .formatted(
            recipe.batch(),
            Bytes.show(needed.total()),
            Bytes.show(available),
            model.processor() == Processor.GPU ? "of the GPU's were" : "were");
  }

  private String fitting() {
    OptionalInt largest = TrainingMemory.largestBatch(graph, recipe, model, available);
    if (largest.orElse(0) < recipe.batch() && fitsRecomputing()) {
      return "with --recompute dense it should fit"
          + (largest.isEmpty() ? "" : ", or with --batch " + largest.getAsInt());
    }
    if (largest.isEmpty()) {
      return "not even one image at a time fits: use smaller images (--size) or a smaller net";
    }
    if (largest.getAsInt() >= recipe.batch()) {
      int half = Math.max(1, recipe.batch() / 2);
      return "the estimate is too low here, or something else took memory meanwhile: try --batch "
          + half;
    }
    return "the largest batch that should fit is --batch " + largest.getAsInt();
  }

  private boolean fitsRecomputing() {
    if (model.engine() == Engine.BLOCKS || model.recompute() == Recompute.DENSE) {
      return false;
    }
    StepModel dense = model.recomputing(Recompute.DENSE);
    return TrainingMemory.of(graph, recipe, dense).total() <= available;
  }
}
