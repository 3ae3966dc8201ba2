package dev.specc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An evaluation as text for people and as JSON for programs. */
public final class EvaluationReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EvaluationReport() {}

  /** {@code test accuracy 0.8620 (862 of 1,000)}. */
  public static String accuracy(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "test accuracy %.4f (%,d of %,d)",
        evaluation.accuracy(),
        evaluation.correct(),
        evaluation.count());
  }

  /** The accuracy, the loss, and a table of the classes; it ends in a line break. */
  public static String text(Evaluation evaluation) {
    int width = evaluation.perClass().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    String row = "%-" + Math.max(width, 5) + "s  %8s  %7s  %6s\n";
    StringBuilder text = new StringBuilder();
    text.append(accuracy(evaluation)).append('\n');
    text.append(String.format(Locale.ROOT, "test loss     %.4f\n\n", evaluation.loss()));
    text.append(row.formatted("class", "accuracy", "correct", "images"));
    for (Evaluation.ClassScore c : evaluation.perClass()) {
      String accuracy = c.count() == 0 ? "-" : String.format(Locale.ROOT, "%.4f", c.accuracy());
      text.append(row.formatted(c.name(), accuracy, c.correct(), c.count()));
    }
    return text.toString();
  }

  /** {@code {"accuracy", "loss", "correct", "count", "classes": [...]}}. */
  public static ObjectNode json(Evaluation evaluation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("accuracy", evaluation.accuracy());
    json.put("loss", evaluation.loss());
    json.put("correct", evaluation.correct());
    json.put("count", evaluation.count());
    ArrayNode classes = json.putArray("classes");
    for (Evaluation.ClassScore c : evaluation.perClass()) {
      ObjectNode entry = classes.addObject().put("name", c.name());
      entry.put("correct", c.correct()).put("count", c.count());
      if (c.count() > 0) {
        entry.put("accuracy", c.accuracy());
      }
    }
    return json;
  }

  /**
   * The evaluation that {@link #json} wrote.
   *
   * @param file as messages name it
   */
  static Evaluation parse(String file, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<Evaluation.ClassScore> classes = new ArrayList<>();
      for (JsonNode c : json.path("classes")) {
        classes.add(
            new Evaluation.ClassScore(
                c.path("name").asText(), c.path("correct").asInt(), c.path("count").asInt()));
      }
      return new Evaluation(json.path("loss").asDouble(), classes);
    } catch (JsonProcessingException e) {
      throw RunException.notJson(file, e);
    }
  }
}
