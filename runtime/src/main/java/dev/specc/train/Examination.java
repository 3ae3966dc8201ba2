package dev.specc.train;

import java.util.Comparator;
import java.util.List;

/**
 * An evaluation with what the net said of each image.
 *
 * @param predictions in the order of the images
 */
public record Examination(Evaluation evaluation, List<Prediction> predictions) {
  public Examination {
    predictions = List.copyOf(predictions);
  }

  /** The names of the classes, in their order. */
  public List<String> classes() {
    return evaluation.perClass().stream().map(Evaluation.ClassScore::name).toList();
  }

  public Confusion confusion() {
    return Confusion.of(classes(), predictions);
  }

  /** The wrong answers that the net was surest of, the surest first. */
  public List<Prediction> worstMistakes(int most) {
    return predictions.stream()
        .filter(p -> !p.isRight())
        .sorted(Comparator.comparingDouble(p -> -p.probability()))
        .limit(most)
        .toList();
  }
}
