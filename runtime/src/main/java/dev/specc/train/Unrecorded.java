package dev.specc.train;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Work that libtorch must not record for a backward pass. Without it a thread other than the one
 * that loaded the engine records everything.
 */
public final class Unrecorded {
  private Unrecorded() {}

  public static <T> T get(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  public static void run(Runnable work) {
    get(
        () -> {
          work.run();
          return true;
        });
  }
}
