package dev.specc.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The classes with the largest outputs of each input, the largest first. Where they have names, the
 * net is a classifier that was trained here, and the softmax of its outputs their probabilities.
 */
final class TopClasses {
  enum Format {
    TEXT,
    JSON
  }

  private record Score(int index, float score, double probability) {}

  private static final int SHOWN = 5;

  private final int classes;
  private final List<String> names;
  private final IntFunction<String> inputName;
  private final List<List<Score>> inputs = new ArrayList<>();

  /**
   * @param names of the classes; empty where they are not known
   * @param inputName what to call an input
   */
  TopClasses(int classes, List<String> names, IntFunction<String> inputName) {
    this.classes = classes;
    this.names = List.copyOf(names);
    this.inputName = inputName;
  }

  /** Takes the outputs of some more inputs. */
  void add(ByteBuffer floats) {
    while (floats.hasRemaining()) {
      float[] scores = new float[classes];
      floats.asFloatBuffer().get(scores);
      floats.position(floats.position() + classes * Float.BYTES);
      double[] shares = softmax(scores);
      inputs.add(
          IntStream.range(0, classes)
              .mapToObj(i -> new Score(i, scores[i], shares[i]))
              .sorted(Comparator.comparingDouble((Score s) -> -s.score))
              .limit(SHOWN)
              .toList());
    }
  }

  private static double[] softmax(float[] scores) {
    double largest = IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).max().orElse(0);
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      shares[i] = Math.exp(scores[i] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < scores.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  void print(Format format, PrintWriter out) {
    switch (format) {
      case TEXT -> text(out);
      case JSON -> out.println(json().toPrettyString());
    }
  }

  private void text(PrintWriter out) {
    for (int i = 0; i < inputs.size(); i++) {
      String scores = inputs.get(i).stream().map(this::text).collect(Collectors.joining(", "));
      out.println(inputName.apply(i) + ": " + scores);
    }
  }

  private String text(Score score) {
    return names.isEmpty()
        ? String.format(Locale.ROOT, "class %d (%.4f)", score.index, score.score)
        : String.format(Locale.ROOT, "%s %.1f %%", name(score), 100 * score.probability);
  }

  /** Data may have fewer classes than the net has outputs. */
  private String name(Score score) {
    return score.index < names.size() ? names.get(score.index) : "class " + score.index;
  }

  private ObjectNode json() {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    ArrayNode all = json.putArray("inputs");
    for (List<Score> scores : inputs) {
      ArrayNode top = all.addArray();
      scores.forEach(score -> json(score, top.addObject()));
    }
    return json;
  }

  private void json(Score score, ObjectNode json) {
    json.put("class", score.index).put("score", score.score);
    if (!names.isEmpty()) {
      json.put("name", name(score)).put("probability", score.probability);
    }
  }
}
