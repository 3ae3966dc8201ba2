package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.specc.graph.Graph;
import java.util.List;

/** Softmax cross-entropy against labels, the mean over the batch. */
final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * @param logits [B, classes]
   * @param labels int64 [B]
   * @return a scalar
   */
  static NDArray of(NDArray logits, NDArray labels) {
    return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
  }

  /**
   * The loss of the first output, plus that of each auxiliary head times its weight.
   *
   * @param outputs the graph's outputs, then its heads
   */
  static NDArray withHeads(
      NDList outputs, NDArray labels, int mainOutputs, List<Graph.Head> heads) {
    NDArray loss = of(outputs.get(0), labels);
    for (int i = 0; i < heads.size(); i++) {
      NDArray head = of(outputs.get(mainOutputs + i), labels);
      loss = loss.add(head.mul(heads.get(i).weight()));
    }
    return loss;
  }
}
