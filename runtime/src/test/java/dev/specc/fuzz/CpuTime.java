package dev.specc.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The time that one input may take: of the processor, and the best of three, so that neither a busy
 * machine nor a pause of the garbage collector is taken for a slow input.
 */
public final class CpuTime {
  private static final long MAX_NANOS = 2_000_000_000L;
  private static final int TRIES = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuTime() {}

  /** Runs what must end within the limit, and again where it did not. */
  public static void limited(Runnable run) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && best > MAX_NANOS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      run.run();
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    if (best > MAX_NANOS) {
      throw new AssertionError("it takes " + best / 1_000_000 + " ms of processor time");
    }
  }
}
