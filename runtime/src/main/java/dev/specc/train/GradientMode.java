package dev.specc.train;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Keeps libtorch from recording operations for a backward pass on this thread while it is open.
 * Without it a thread other than the one that loaded the engine records everything.
 */
final class GradientMode implements AutoCloseable {
  private final boolean before;

  private GradientMode(boolean before) {
    this.before = before;
  }

  static GradientMode off() {
    GradientMode mode = new GradientMode(JniUtils.isGradMode());
    JniUtils.setGradMode(false);
    return mode;
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
