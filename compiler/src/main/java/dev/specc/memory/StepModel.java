package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.schedule.Recompute;
import dev.specc.schedule.Stages;
import dev.specc.transform.Passes;

/** How training steps run, as far as memory goes. */
public record StepModel(
    Engine engine, Processor processor, Precision precision, Recompute recompute) {
  public StepModel {
    if (engine == Engine.BLOCKS && precision != Precision.FLOAT32) {
      throw new IllegalArgumentException("blocks compute in float32");
    }
    if (engine == Engine.BLOCKS && recompute != Recompute.NONE) {
      throw new IllegalArgumentException("blocks recompute nothing");
    }
  }

  /** In float32, with all kept that the backward pass reads. */
  public static StepModel of(Engine engine, Processor processor) {
    return new StepModel(engine, processor, Precision.FLOAT32, Recompute.NONE);
  }

  /** The graph that runs. */
  Graph lowered(Graph graph) {
    return switch (engine) {
      case BLOCKS -> graph;
      case SCRIPT -> Passes.trained(graph, recompute);
    };
  }

  /** Who differentiates what. */
  Stages.Division division() {
    return switch (engine) {
      case BLOCKS -> Stages::recorded;
      case SCRIPT -> Stages.written(recompute);
    };
  }

  /** How arrays lie in memory. */
  MemoryFormat format(Graph graph, long batch) {
    return switch (engine) {
      case BLOCKS -> MemoryFormat.CONTIGUOUS;
      case SCRIPT -> MemoryFormat.preferred(graph, batch, processor, precision);
    };
  }

  public StepModel recomputing(Recompute other) {
    return new StepModel(engine, processor, precision, other);
  }

  public StepModel in(Precision other) {
    return new StepModel(engine, processor, other, recompute);
  }
}
