package dev.specc.diagram;

import dev.specc.drawing.Tone;
import java.util.ArrayList;
import java.util.List;

/** A diagram in the language of Graphviz. */
public final class Dot {
  private Dot() {}

  public static String of(Diagram diagram) {
    StringBuilder out = new StringBuilder();
    out.append("digraph ").append(quoted(diagram.graph().name())).append(" {\n");
    out.append("  graph [fontname=\"Helvetica\", compound=true];\n");
    out.append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\"];\n");
    out.append("  edge [fontname=\"Helvetica\", fontsize=10, color=\"#98a1ad\"];\n");
    diagram.boxes().forEach(box -> write(box, "  ", out));
    for (Flow flow : Flow.of(diagram)) {
      out.append(
          "  n%d -> n%d [label=%s];\n"
              .formatted(flow.from().first(), flow.to().first(), quoted(flow.shape())));
    }
    return out.append("}\n").toString();
  }

  private static void write(Box box, String indent, StringBuilder out) {
    if (box.isOpen()) {
      out.append(indent).append("subgraph cluster_").append(box.first()).append(" {\n");
      out.append(indent).append("  label=").append(quoted(box.name()));
      out.append("; color=\"#c9ced6\"; style=rounded;\n");
      box.children().forEach(child -> write(child, indent + "  ", out));
      out.append(indent).append("}\n");
    } else {
      Tone tone = OpLabel.tone(box);
      out.append(indent).append("n").append(box.first());
      out.append(" [label=").append(quoted(String.join("\n", lines(box))));
      out.append(
          ", fillcolor=\"%s\", color=\"%s\"];\n".formatted(tone.tint().light(), tone.light()));
    }
  }

  static List<String> lines(Box box) {
    List<String> lines = new ArrayList<>(List.of(box.path()));
    lines.add(box.isOneNode() ? OpLabel.of(box.nodes().getFirst().op()) : OpLabel.of(box.nodes()));
    return lines.getFirst().equals(lines.getLast()) ? lines.subList(0, 1) : lines;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
