package dev.specc.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.data.Split;
import dev.specc.drawing.Drawing;
import dev.specc.report.plot.CurvesPlot;
import dev.specc.train.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * @param heldOut the images that the rows tell of: those of validation, or of the test
   * @param tested how it did at its end; null where it did not get there
   * @param parameters of its net
   */
  public record Subject(
      String name,
      Map<String, String> settings,
      List<MetricsRow> rows,
      Split heldOut,
      @Nullable Evaluation tested,
      long parameters) {
    public static Subject of(String name, RunFolder run, long parameters) {
      Map<String, String> flat = new LinkedHashMap<>();
      RunSettings.flatten("", run.settingsJson(), flat);
      return new Subject(
          name, flat, run.rows(), run.heldOut(), run.readEvaluation().orElse(null), parameters);
    }

    /** Of the test images: those of the last epoch, else of the run's end. */
    Optional<Double> testAccuracy() {
      return heldOut == Split.TEST
          ? last().map(MetricsRow::testAccuracy)
          : Optional.ofNullable(tested).map(Evaluation::accuracy);
    }

    Optional<Double> testLoss() {
      return heldOut == Split.TEST
          ? last().map(MetricsRow::testLoss)
          : Optional.ofNullable(tested).map(Evaluation::loss);
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
    String held = heldOut();
    boolean test = held.equals(Split.TEST.toString());
    lines.add(line("test accuracy", run -> four(run.testAccuracy())));
    if (!test) {
      lines.add(line(held + " accuracy", run -> four(run.last().map(MetricsRow::testAccuracy))));
    }
    lines.add(
        line(
            test ? "best" : "best " + held + " accuracy",
            run -> four(run.best().map(MetricsRow::testAccuracy))));
    lines.add(line("best after epoch", run -> run.best().map(r -> "" + r.epoch()).orElse("-")));
    lines.add(line("test loss", run -> four(run.testLoss())));
    if (!test) {
      lines.add(line(held + " loss", run -> four(run.last().map(MetricsRow::testLoss))));
    }
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

  /** What the metrics are of: the test images, those of validation, or now these and now those. */
  private String heldOut() {
    List<Split> all = runs.stream().map(Subject::heldOut).distinct().toList();
    return all.size() == 1 ? all.getFirst().toString() : "held-out";
  }

  private static String four(Optional<Double> value) {
    return value.map(v -> String.format(Locale.ROOT, "%.4f", v)).orElse("-");
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
      run.testAccuracy().ifPresent(accuracy -> entry.put("testAccuracy", accuracy));
      run.testLoss().ifPresent(loss -> entry.put("testLoss", loss));
      run.best().ifPresent(r -> entry.put("bestAccuracy", r.testAccuracy()));
      run.best().ifPresent(r -> entry.put("bestEpoch", r.epoch()));
      entry.put("heldOut", run.heldOut.toString());
      entry.put("parameters", run.parameters).put("seconds", run.seconds());
    }
    return json;
  }

  /** The curves of all runs. */
  public Drawing curves() {
    return CurvesPlot.compare(
        heldOut(), runs.stream().map(r -> new CurvesPlot.Run(r.name, r.rows)).toList());
  }
}
