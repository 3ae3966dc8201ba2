package dev.specc.analyse;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The table of {@code specc shapes}, which golden files hold: stable to the byte, so that a review
 * shows what a change does to every layer.
 */
public final class ShapeTable {
  private static final List<String> HEADINGS =
      List.of("path", "op", "output", "parameters", "macs");

  private ShapeTable() {}

  public static String of(Analysis analysis) {
    return of(analysis, analysis.rows());
  }

  /** The table with these rows, such as folded ones. */
  public static String of(Analysis analysis, List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADINGS);
    for (Row row : rows) {
      cells.add(
          List.of(
              row.path(),
              row.op(),
              row.output().toString(),
              count(row.parameters()),
              count(row.macs())));
    }
    cells.add(
        List.of(
            "total",
            "",
            outputs(analysis.graph()),
            count(analysis.parameters()),
            count(analysis.macs())));
    return title(analysis.graph()) + "\n" + layOut(cells);
  }

  private static String title(Graph graph) {
    String variant = graph.variant().isEmpty() ? "" : "#" + graph.variant();
    String inputs =
        graph.inputs().stream()
            .map(n -> (n.path().equals("input") ? "" : n.path() + " ") + n.output())
            .collect(Collectors.joining(", "));
    return graph.name() + variant + ": input " + inputs;
  }

  private static String outputs(Graph graph) {
    return graph.outputs().stream()
        .map(o -> graph.node(o.node()))
        .map(Node::output)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static String count(long number) {
    return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
  }

  /** Columns two spaces apart, numbers to the right. */
  private static String layOut(List<List<String>> cells) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> line : cells) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : cells) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - line.get(c).length());
        row.append(c >= 3 ? pad + line.get(c) : line.get(c) + pad).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
