package dev.specc.analyse;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of {@code specc shapes}, which golden files hold: stable to the byte, so that a review
 * shows what a change does to every layer.
 */
public final class ShapeTable {
  private ShapeTable() {}

  public static String of(Analysis analysis) {
    return of(analysis, analysis.rows(), Column.DEFAULT);
  }

  /** The table with these rows, such as folded ones, and these columns. */
  public static String of(Analysis analysis, List<Row> rows, List<Column> columns) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(Column::word).toList());
    for (Row row : rows) {
      cells.add(columns.stream().map(c -> c.cell(row)).toList());
    }
    List<String> totals = new ArrayList<>(columns.stream().map(c -> total(c, analysis)).toList());
    if (columns.getFirst() == Column.PATH) {
      totals.set(0, "total");
    }
    cells.add(totals);
    return title(analysis.graph()) + "\n" + TextTable.of(cells, c -> columns.get(c).isNumber());
  }

  private static String total(Column column, Analysis analysis) {
    return switch (column) {
      case OUTPUT -> outputs(analysis.graph());
      case PARAMETERS -> Column.show(analysis.parameters());
      case BUFFERS -> Column.show(analysis.buffers());
      case MACS -> Column.show(analysis.macs());
      case FLOPS -> Column.show(analysis.flops());
      case ACTIVATION -> Column.show(analysis.activationBytes());
      case LIVE -> Column.show(analysis.peakBytes());
      case PATH, OP, INPUTS, FIELD, STRIDE, LINE -> "";
    };
  }

  private static String title(Graph graph) {
    String inputs =
        graph.inputs().stream()
            .map(n -> (n.path().equals("input") ? "" : n.path() + " ") + n.output())
            .collect(Collectors.joining(", "));
    return graph.title() + ": input " + inputs;
  }

  private static String outputs(Graph graph) {
    return graph.outputs().stream()
        .map(o -> graph.node(o.node()))
        .map(Node::output)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }
}
