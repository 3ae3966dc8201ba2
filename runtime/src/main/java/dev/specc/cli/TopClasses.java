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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The classes with the largest outputs of each input, the largest first. */
final class TopClasses {
  enum Format {
    TEXT,
    JSON
  }

  private record Score(int index, float score) {}

  private static final int SHOWN = 5;

  private final int classes;
  private final List<List<Score>> inputs = new ArrayList<>();

  TopClasses(int classes) {
    this.classes = classes;
  }

  /** Takes the outputs of some more inputs. */
  void add(ByteBuffer floats) {
    while (floats.hasRemaining()) {
      float[] scores = new float[classes];
      floats.asFloatBuffer().get(scores);
      floats.position(floats.position() + classes * Float.BYTES);
      inputs.add(
          IntStream.range(0, classes)
              .mapToObj(i -> new Score(i, scores[i]))
              .sorted(Comparator.comparingDouble((Score s) -> -s.score))
              .limit(SHOWN)
              .toList());
    }
  }

  void print(Format format, PrintWriter out) {
    switch (format) {
      case TEXT -> text(out);
      case JSON -> out.println(json().toPrettyString());
    }
  }

  private void text(PrintWriter out) {
    for (int i = 0; i < inputs.size(); i++) {
      String scores =
          inputs.get(i).stream()
              .map(s -> String.format(Locale.ROOT, "class %d (%.4f)", s.index, s.score))
              .collect(Collectors.joining(", "));
      out.println(i + ": " + scores);
    }
  }

  private ObjectNode json() {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    ArrayNode all = json.putArray("inputs");
    for (List<Score> scores : inputs) {
      ArrayNode top = all.addArray();
      scores.forEach(s -> top.addObject().put("class", s.index).put("score", s.score));
    }
    return json;
  }
}
