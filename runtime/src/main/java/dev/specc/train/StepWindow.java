package dev.specc.train;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of the steps since they were last read. Reading waits for the device once for all of
 * them, so that steps do not.
 */
final class StepWindow implements AutoCloseable {
  private final NDManager parent;
  private NDManager manager;
  private final NDList losses = new NDList();
  private final NDList correct = new NDList();
  private final List<Integer> sizes = new ArrayList<>();

  StepWindow(NDManager parent) {
    this.parent = parent;
    this.manager = parent.newSubManager();
  }

  void add(StepResult result, int images) {
    result.loss().attach(manager);
    result.correct().attach(manager);
    losses.add(result.loss());
    correct.add(result.correct());
    sizes.add(images);
  }

  int size() {
    return sizes.size();
  }

  /**
   * What the steps came to, each loss times its images; the window is empty afterwards.
   *
   * @return the sums up to the first step whose loss is no number, if there is one
   */
  Reading read() {
    if (sizes.isEmpty()) {
      return new Reading(StepSums.ZERO, -1);
    }
    float[] loss = NDArrays.stack(losses).toFloatArray();
    long[] right = NDArrays.stack(correct).toLongArray();
    double lossSum = 0;
    long rightSum = 0;
    long images = 0;
    int broken = -1;
    for (int i = 0; i < loss.length && broken < 0; i++) {
      broken = Float.isFinite(loss[i]) ? -1 : i;
      lossSum += (double) loss[i] * sizes.get(i);
      rightSum += right[i];
      images += sizes.get(i);
    }
    clear();
    return new Reading(new StepSums(lossSum, rightSum, images), broken);
  }

  /**
   * @param broken the place in the window of the first loss that is no number; -1 where all are
   */
  record Reading(StepSums sums, int broken) {}

  private void clear() {
    losses.clear();
    correct.clear();
    sizes.clear();
    manager.close();
    manager = parent.newSubManager();
  }

  @Override
  public void close() {
    manager.close();
  }
}
