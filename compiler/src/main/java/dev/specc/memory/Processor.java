package dev.specc.memory;

/** What computes. */
public enum Processor {
  /**
   * libtorch with oneDNN. 400 MiB: libraries and the JVM without its heap took 265 MiB before the
   * first tensor (docs/memory.md); the rest is left to the heap, which is an assumption.
   */
  CPU(400L << 20),
  /**
   * libtorch with CUDA. 1 GiB stands for the context, the kernels, and the workspaces of cuBLAS and
   * cuDNN, which choose them at run time; this is an assumption, not a measurement.
   */
  GPU(1L << 30);

  private final long workspace;

  Processor(long workspace) {
    this.workspace = workspace;
  }

  /** Bytes taken whatever the net and the batch are. */
  public long workspace() {
    return workspace;
  }
}
