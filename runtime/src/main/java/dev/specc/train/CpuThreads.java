package dev.specc.train;

import ai.djl.pytorch.jni.JniUtils;
import dev.specc.graph.Graph;

/**
 * How many CPU threads libtorch computes with: one where a batch is little work, because threads
 * then wait for each other more than they compute. On a machine with other work that is slower by
 * far than one thread: LeNet in batches of 32 trained 80 times slower on two of two busy cores.
 *
 * <p>The rule looks at the net and the batch only, so that a run can be repeated to the bit. {@code
 * -Dai.djl.pytorch.num_threads} overrules it.
 */
public final class CpuThreads {
  /** Multiply-accumulates of a forward pass; LeNet has 0.4 million an image. */
  private static final long LITTLE_WORK = 50_000_000;

  private static final String FIXED = "ai.djl.pytorch.num_threads";

  /** What libtorch starts with: a thread for each core. */
  private static final int ALL = JniUtils.getNumThreads();

  private final long macs;
  private final boolean fixed = System.getProperty(FIXED) != null;

  /** For a net; the engine has been loaded. */
  public CpuThreads(Graph graph) {
    this.macs = graph.nodes().stream().mapToLong(graph::macs).sum();
  }

  /** Sets the number for a batch of this size. */
  public void use(int batch) {
    int wanted = (double) macs * batch < LITTLE_WORK ? 1 : ALL;
    if (!fixed && JniUtils.getNumThreads() != wanted) {
      JniUtils.setNumThreads(wanted);
    }
  }
}
