package dev.specc.verify;

import dev.specc.graph.Graph;
import java.util.List;

/** specc made a graph that contradicts itself: a mistake of specc, whatever the spec says. */
public final class InconsistentGraphException extends RuntimeException {
  private static final int MAX_SHOWN = 5;

  private final String spec;

  /**
   * @param spec the name of the spec
   * @param variant the variant's name, empty where the spec has none
   * @param violations what is wrong, one sentence each
   */
  public InconsistentGraphException(String spec, String variant, List<String> violations) {
    super(message(Graph.title(spec, variant), violations));
    this.spec = spec;
  }

  /** The name of the spec to attach to a report. */
  public String spec() {
    return spec;
  }

  private static String message(String spec, List<String> violations) {
    StringBuilder message =
        new StringBuilder("the graph that it made of " + spec + " contradicts itself:");
    violations.stream().limit(MAX_SHOWN).forEach(v -> message.append("\n  ").append(v));
    int more = violations.size() - MAX_SHOWN;
    return more > 0 ? message + "\n  and " + more + " more" : message.toString();
  }
}
