package dev.specc.diagram;

/** A diagram in the language of Mermaid, which Markdown pages draw. */
public final class Mermaid {
  private Mermaid() {}

  public static String of(Diagram diagram) {
    StringBuilder out = new StringBuilder("flowchart TD\n");
    diagram.boxes().forEach(box -> write(box, "  ", out));
    for (Flow flow : Flow.of(diagram)) {
      out.append(
          "  n%d -->|%s| n%d\n"
              .formatted(flow.from().first(), quoted(flow.shape()), flow.to().first()));
    }
    return out.toString();
  }

  private static void write(Box box, String indent, StringBuilder out) {
    if (box.isOpen()) {
      out.append("%ssubgraph b%d[%s]\n".formatted(indent, box.first(), quoted(box.name())));
      box.children().forEach(child -> write(child, indent + "  ", out));
      out.append(indent).append("end\n");
    } else {
      String label = quoted(String.join("<br/>", Dot.lines(box)));
      out.append("%sn%d[%s]\n".formatted(indent, box.first(), label));
    }
  }

  /** In quotes only a quote and what starts an entity need care. */
  private static String quoted(String text) {
    return '"' + text.replace("#", "#35;").replace("\"", "#quot;") + '"';
  }
}
