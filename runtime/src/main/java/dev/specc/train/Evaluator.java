package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batches;
import dev.specc.data.PixelBatch;
import dev.specc.data.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Runs a net over all images, in the order of the file. */
public final class Evaluator {
  /** Images in one forward pass. It is fixed, so that the same weights give the same numbers. */
  private static final int BATCH = 250;

  private Evaluator() {}

  /** The scores; the device is waited for once, at the end. */
  public static Evaluation evaluate(Classifier net, LabelledInputs inputs) {
    return Unrecorded.get(() -> unrecorded(net, inputs));
  }

  private static Evaluation unrecorded(Classifier net, LabelledInputs inputs) {
    int[] all = IntStream.range(0, inputs.count()).toArray();
    try (NDManager manager = net.manager().newSubManager();
        Batches batches = inputs.reader().batches(all, BATCH)) {
      NDList losses = new NDList();
      NDList predicted = new NDList();
      NDList labels = new NDList();
      while (batches.hasNext()) {
        try (NDManager step = manager.newSubManager()) {
          PixelBatch pixels = batches.next(step);
          NDArray logits = net.predict(inputs.prepare().apply(pixels.pixels()));
          Targets targets = new Targets.Classes(pixels.labels());
          NDArray loss = LossFunction.crossEntropy(logits, targets, 0);
          keep(losses, loss.mul(pixels.size()), manager);
          keep(predicted, logits.argMax(1), manager);
          keep(labels, pixels.labels(), manager);
        }
      }
      double loss = NDArrays.stack(losses).sum().getFloat() / inputs.count();
      long[] guesses = NDArrays.concat(predicted).toLongArray();
      long[] truth = NDArrays.concat(labels).toLongArray();
      return new Evaluation(loss, scores(guesses, truth, inputs.classes()));
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
