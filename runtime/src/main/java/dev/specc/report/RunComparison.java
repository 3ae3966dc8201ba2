package dev.specc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.report.plot.CurvesPlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs side by side: what differs in their settings, and what they came to.
 *
 * @param differing the settings that are not the same in all runs
 */
public record RunComparison(List<Subject> runs, List<String> differing) {
  /**
   * One of them.
   *
   * @param settings by name, those within others as {@code versions.java}
   * @param parameters of its net
   */
  public record Subject(
      String name, Map<String, String> settings, List<MetricsRow> rows, long parameters) {
    /**
     * @param settings as the run's file holds them
     */
    public static Subject of(
        String name, JsonNode settings, List<MetricsRow> rows, long parameters) {
      Map<String, String> flat = new LinkedHashMap<>();
      RunSettings.flatten("", settings, flat);
      return new Subject(name, flat, rows, parameters);
    }

    Optional<MetricsRow> best() {
      return rows.stream().max(Comparator.comparingDouble(MetricsRow::testAccuracy));
    }

    Optional<MetricsRow> last() {
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast());
    }

    double seconds() {
      return rows.stream().mapToDouble(MetricsRow::seconds).sum();
    }
  }

  public RunComparison {
    runs = List.copyOf(runs);
    differing = List.copyOf(differing);
  }

  public static RunComparison of(List<Subject> runs) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.settings.keySet()));
    List<String> differing =
        names.stream()
            .filter(n -> runs.stream().map(r -> setting(r, n)).distinct().count() > 1)
            .toList();
    return new RunComparison(runs, differing);
  }

  private static String setting(Subject run, String name) {
    return run.settings.getOrDefault(name, "-");
  }

  /** A column for each run; it ends in a line break. */
  public String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("", Subject::name));
    differing.forEach(name -> lines.add(line(name, run -> setting(run, name))));
    lines.add(line("epochs done", run -> "" + run.rows.size()));
    lines.add(line("test accuracy", run -> accuracy(run.last())));
    lines.add(line("best", run -> accuracy(run.best())));
    lines.add(line("best after epoch", run -> run.best().map(r -> "" + r.epoch()).orElse("-")));
    lines.add(line("test loss", run -> run.last().map(r -> four(r.testLoss())).orElse("-")));
    lines.add(line("parameters", run -> String.format(Locale.ROOT, "%,d", run.parameters)));
    lines.add(line("seconds", run -> String.format(Locale.ROOT, "%,.1f", run.seconds())));
    return laidOut(lines);
  }

  private interface Cell {
    String of(Subject run);
  }

  private List<String> line(String name, Cell cell) {
    List<String> line = new ArrayList<>(List.of(name));
    runs.forEach(run -> line.add(cell.of(run)));
    return line;
  }

  private static String accuracy(Optional<MetricsRow> row) {
    return row.map(r -> four(r.testAccuracy())).orElse("-");
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String laidOut(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    int[] widths = new int[lines.getFirst().size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        row.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The same for programs: see docs/json.md. */
  public ObjectNode json() {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    ArrayNode all = json.putArray("runs");
    for (Subject run : runs) {
      ObjectNode entry = all.addObject().put("run", run.name);
      ObjectNode settings = entry.putObject("settings");
      differing.forEach(name -> settings.put(name, run.settings.get(name)));
      entry.put("epochs", run.rows.size());
      run.last().ifPresent(r -> entry.put("testAccuracy", r.testAccuracy()));
      run.last().ifPresent(r -> entry.put("testLoss", r.testLoss()));
      run.best().ifPresent(r -> entry.put("bestAccuracy", r.testAccuracy()));
      run.best().ifPresent(r -> entry.put("bestEpoch", r.epoch()));
      entry.put("parameters", run.parameters).put("seconds", run.seconds());
    }
    return json;
  }

  /** The runs as the plot takes them. */
  public List<CurvesPlot.Run> curves() {
    return runs.stream().map(r -> new CurvesPlot.Run(r.name, r.rows)).toList();
  }
}
