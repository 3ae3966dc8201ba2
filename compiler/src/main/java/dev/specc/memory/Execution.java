package dev.specc.memory;

/** How training steps run, as far as memory goes. */
public record Execution(Engine engine, Processor processor, Recompute recompute) {
  public Execution {
    if (engine == Engine.BLOCKS && recompute != Recompute.NONE) {
      throw new IllegalArgumentException("blocks recompute nothing");
    }
  }

  /** With all kept that the backward pass reads. */
  public static Execution of(Engine engine, Processor processor) {
    return new Execution(engine, processor, Recompute.NONE);
  }

  public Execution recomputing(Recompute other) {
    return new Execution(engine, processor, other);
  }
}
