package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batches;
import dev.specc.data.ImageOrder;
import dev.specc.data.PixelBatch;
import dev.specc.data.Targets;
import java.util.ArrayList;
import java.util.List;

/** Runs a net over all images, in the order of the file. */
public final class Evaluator {
  /** Images in one forward pass. It is fixed, so that the same weights give the same numbers. */
  private static final int BATCH = 250;

  private Evaluator() {}

  /** The scores; the device is waited for once, at the end. */
  public static Evaluation evaluate(Classifier net, LabelledInputs inputs) {
    return Unrecorded.get(
        () -> {
          try (NDManager all = net.manager().newSubManager()) {
            return outputs(net, inputs, all).evaluation(inputs.classes());
          }
        });
  }

  /** The scores, and what the net said of each image. */
  public static Examination examine(Classifier net, LabelledInputs inputs) {
    return Unrecorded.get(
        () -> {
          try (NDManager all = net.manager().newSubManager()) {
            Outputs outputs = outputs(net, inputs, all);
            return new Examination(outputs.evaluation(inputs.classes()), outputs.predictions());
          }
        });
  }

  /**
   * What all batches gave, still on the device.
   *
   * @param losses sums over each batch
   * @param said the classes with the largest outputs, int64 [B] each
   * @param probabilities of those, [B] each
   * @param labelProbabilities of the images' own classes, [B] each
   */
  private record Outputs(
      NDList losses, NDList said, NDList labels, NDList probabilities, NDList labelProbabilities) {
    Evaluation evaluation(List<String> classes) {
      long[] guesses = NDArrays.concat(said).toLongArray();
      long[] own = NDArrays.concat(labels).toLongArray();
      double loss = NDArrays.stack(losses).sum().getFloat() / own.length;
      return new Evaluation(loss, scores(guesses, own, classes));
    }

    List<Prediction> predictions() {
      long[] guesses = NDArrays.concat(said).toLongArray();
      long[] own = NDArrays.concat(labels).toLongArray();
      float[] ofSaid = NDArrays.concat(probabilities).toFloatArray();
      float[] ofLabel = NDArrays.concat(labelProbabilities).toFloatArray();
      List<Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < own.length; i++) {
        predictions.add(new Prediction(i, (int) own[i], (int) guesses[i], ofSaid[i], ofLabel[i]));
      }
      return predictions;
    }
  }

  private static Outputs outputs(Classifier net, LabelledInputs inputs, NDManager all) {
    Outputs outputs =
        new Outputs(new NDList(), new NDList(), new NDList(), new NDList(), new NDList());
    int[] places = ImageOrder.ofFiles(inputs.count());
    try (Batches batches = inputs.reader().batches(places, BATCH)) {
      while (batches.hasNext()) {
        try (NDManager step = all.newSubManager()) {
          PixelBatch pixels = batches.next(step);
          NDArray logits = net.predict(inputs.prepare().apply(pixels.pixels()));
          Targets targets = new Targets.Classes(pixels.labels());
          NDArray loss = LossFunction.crossEntropy(logits, targets, 0);
          NDArray probabilities = logits.softmax(1);
          NDArray label = pixels.labels().expandDims(1);
          keep(outputs.losses, loss.mul(pixels.size()), all);
          keep(outputs.said, logits.argMax(1), all);
          keep(outputs.labels, pixels.labels(), all);
          keep(outputs.probabilities, probabilities.max(new int[] {1}), all);
          keep(outputs.labelProbabilities, probabilities.gather(label, 1).squeeze(1), all);
        }
      }
    }
    return outputs;
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
