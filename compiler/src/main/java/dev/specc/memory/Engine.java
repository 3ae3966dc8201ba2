package dev.specc.memory;

/** The two ways in which a graph trains; they keep and drop tensors at different moments. */
public enum Engine {
  /**
   * Op by op, with contiguous arrays. Gradients of parameters stay in memory between steps, and
   * each op's result is new.
   */
  BLOCKS(46 << 10),
  /**
   * One TorchScript call; arrays lie as {@link MemoryFormat#preferred} says. Gradients of
   * parameters live from the backward pass to the update, and ReLUs and sums write over their input
   * where nothing else needs it.
   */
  SCRIPT(150 << 10);

  private final long code;

  Engine(long code) {
    this.code = code;
  }

  /**
   * Bytes that a node takes beside its tensors, on average over the nets of docs/memory.md: what
   * TorchScript makes of its source, oneDNN's kernels for its shapes, and what malloc loses between
   * small tensors.
   */
  public long code() {
    return code;
  }
}
