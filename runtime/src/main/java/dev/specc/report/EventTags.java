package dev.specc.report;

import dev.specc.train.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What TensorBoard shows under which name. The numbers of epochs stand at the epoch, those within
 * an epoch (`step/...`) at the step since the run began.
 */
final class EventTags {
  /** A tag that each epoch has, and no step. */
  static final String OF_EPOCHS = "loss/train";

  private EventTags() {}

  static Map<String, Double> of(MetricsRow row) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(OF_EPOCHS, row.trainLoss());
    values.put("loss/test", row.testLoss());
    values.put("accuracy/train", row.trainAccuracy());
    values.put("accuracy/test", row.testAccuracy());
    values.put("learning_rate", row.learningRate());
    values.put("images_per_second", row.imagesPerSecond());
    return values;
  }

  static Map<String, Double> of(TrainingProgress progress) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("step/loss", progress.loss());
    values.put("step/accuracy", progress.accuracy());
    values.put("step/learning_rate", progress.learningRate());
    values.put("step/images_per_second", progress.imagesPerSecond());
    return values;
  }
}
