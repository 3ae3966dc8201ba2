package dev.specc.memory;

/** The two ways in which a graph trains; they keep and drop tensors at different moments. */
public enum Engine {
  /**
   * Op by op, with contiguous arrays. Gradients of parameters stay in memory between steps, and
   * each op's result is new.
   */
  BLOCKS,
  /**
   * One TorchScript call; arrays lie as {@link MemoryFormat#preferred} says. Gradients of
   * parameters live from the backward pass to the update, and ReLUs and sums write over their input
   * where nothing else needs it.
   */
  SCRIPT
}
