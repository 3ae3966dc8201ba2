package dev.specc.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a net computes and what its parameters are called, as text: a line for each node. Two specs
 * of one architecture have the same text, however their files are named, commented or laid out.
 *
 * @param lines in the order of the graph: {@code conv1 = Conv[...] (input) -> 64x112x112}
 */
public record Architecture(List<String> lines) {
  public Architecture {
    lines = List.copyOf(lines);
  }

  public static Architecture of(Graph graph) {
    List<String> lines = new ArrayList<>();
    graph.nodes().forEach(node -> lines.add(line(graph, node)));
    graph
        .outputs()
        .forEach(o -> lines.add("output %s = %s".formatted(o.name(), path(graph, o.node()))));
    graph
        .heads()
        .forEach(
            h ->
                lines.add(
                    "head %s = %s * %s".formatted(h.name(), path(graph, h.node()), h.weight())));
    return new Architecture(lines);
  }

  private static String line(Graph graph, Node node) {
    List<String> inputs = node.inputs().stream().map(id -> path(graph, id)).toList();
    String shared = node.parameterPath().equals(node.path()) ? "" : " with " + node.parameterPath();
    return "%s = %s (%s)%s -> %s"
        .formatted(node.path(), node.op(), String.join(", ", inputs), shared, node.output());
  }

  private static String path(Graph graph, int node) {
    return graph.node(node).path();
  }

  /** SHA-256 of the text, 64 hexadecimal digits. */
  public String hash() {
    try {
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A line in which two architectures differ; empty where one of them ends before. */
  public record Difference(String here, String there) {
    private static final Pattern VALUE = Pattern.compile("[^\\[\\], ]+");

    /** What is not the same in the two lines, and the node's path before it. */
    public Difference values() {
      List<String> mine = VALUE.matcher(here).results().map(MatchResult::group).toList();
      List<String> theirs = VALUE.matcher(there).results().map(MatchResult::group).toList();
      if (mine.isEmpty()
          || mine.size() != theirs.size()
          || !mine.getFirst().equals(theirs.getFirst())) {
        return this;
      }
      return new Difference(values(mine, theirs), values(theirs, mine));
    }

    private static String values(List<String> of, List<String> other) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i < of.size(); i++) {
        if (!of.get(i).equals(other.get(i))) {
          values.add(of.get(i));
        }
      }
      return of.getFirst() + ": " + String.join(", ", values);
    }
  }

  /** The first line in which another architecture differs from this one. */
  public Optional<Difference> firstDifference(Architecture other) {
    for (int i = 0; i < Math.max(lines.size(), other.lines.size()); i++) {
      String here = i < lines.size() ? lines.get(i) : "";
      String there = i < other.lines.size() ? other.lines.get(i) : "";
      if (!here.equals(there)) {
        return Optional.of(new Difference(here, there));
      }
    }
    return Optional.empty();
  }
}
