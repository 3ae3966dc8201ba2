package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.Batches;
import dev.specc.data.ImageOrder;
import dev.specc.data.ImageReader;
import dev.specc.data.InputFit;
import java.util.ArrayList;
import java.util.List;

/** Runs a net over all images, in the order of the file. */
public final class Evaluator {
  /** Images in one forward pass. It is fixed, so that the same weights give the same numbers. */
  private static final int BATCH = 250;

  private Evaluator() {}

  /**
   * @param classes the names of the classes
   * @return the scores; the device is waited for once, at the end
   */
  public static Evaluation evaluate(
      TrainableNet net, ImageReader images, InputFit fit, List<String> classes) {
    return Unrecorded.get(() -> unrecorded(net, images, fit, classes));
  }

  private static Evaluation unrecorded(
      TrainableNet net, ImageReader images, InputFit fit, List<String> classes) {
    int count = images.images().count();
    try (NDManager all = net.manager().newSubManager();
        Batches batches = images.batches(ImageOrder.ofFiles(count), BATCH)) {
      BatchFit toNet = new BatchFit(all, fit);
      NDList losses = new NDList();
      NDList predicted = new NDList();
      NDList labels = new NDList();
      while (batches.hasNext()) {
        try (NDManager step = all.newSubManager()) {
          Batch batch = toNet.of(batches.next(step));
          NDArray logits = net.predict(batch);
          keep(losses, CrossEntropy.of(logits, batch.labels()).mul(batch.size()), all);
          keep(predicted, logits.argMax(1), all);
          keep(labels, batch.labels(), all);
        }
      }
      double loss = NDArrays.stack(losses).sum().getFloat() / count;
      long[] guesses = NDArrays.concat(predicted).toLongArray();
      return new Evaluation(loss, scores(guesses, NDArrays.concat(labels).toLongArray(), classes));
    }
  }

  private static void keep(NDList list, NDArray array, NDManager manager) {
    array.attach(manager);
    list.add(array);
  }

  private static List<Evaluation.ClassScore> scores(
      long[] guesses, long[] labels, List<String> classes) {
    int[] correct = new int[classes.size()];
    int[] count = new int[classes.size()];
    for (int i = 0; i < labels.length; i++) {
      int label = (int) labels[i];
      count[label]++;
      correct[label] += guesses[i] == label ? 1 : 0;
    }
    List<Evaluation.ClassScore> scores = new ArrayList<>();
    for (int c = 0; c < count.length; c++) {
      scores.add(new Evaluation.ClassScore(classes.get(c), correct[c], count[c]));
    }
    return scores;
  }
}
