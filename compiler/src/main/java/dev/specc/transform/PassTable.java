package dev.specc.transform;

import dev.specc.analyse.Figures;
import dev.specc.analyse.TextTable;
import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** What passes did to a graph, as a table: a row for the spec's graph and one for each pass. */
public final class PassTable {
  private static final List<String> HEADING =
      List.of("pass", "changes", "nodes", "parameters", "buffers", "macs", "in place");

  private PassTable() {}

  /**
   * @param graph the spec's
   */
  public static String of(Graph graph, Purpose purpose, Transformed transformed) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADING));
    rows.add(row("(the spec)", "", transformed.before()));
    for (Transformed.Step step : transformed.steps()) {
      rows.add(row(step.pass(), number(step.changes()), step.after()));
    }
    return "%s: passes for %s\n".formatted(graph.title(), purpose.word())
        + TextTable.of(rows, c -> c > 0);
  }

  private static List<String> row(String name, String changes, Counts counts) {
    return List.of(
        name,
        changes,
        number(counts.nodes()),
        number(counts.parameters()),
        number(counts.buffers()),
        number(counts.macs()),
        number(counts.inPlace()));
  }

  private static String number(long number) {
    return number == 0 ? "-" : Figures.grouped(number);
  }
}
