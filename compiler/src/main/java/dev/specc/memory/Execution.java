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

  /** Bytes of code for a node; stages are written out, and a third more was measured for them. */
  long code() {
    return switch (recompute) {
      case NONE -> engine.code();
      case DENSE -> engine.code() * 4 / 3;
    };
  }

  public Execution recomputing(Recompute other) {
    return new Execution(engine, processor, other);
  }
}
