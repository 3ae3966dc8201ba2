package dev.specc.memory;

/** What computes. */
public enum Processor {
  /**
   * libtorch with oneDNN. The JVM and the libraries take 400 MiB before the first tensor (measured
   * with libtorch 2.7.1: docs/memory.md).
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
