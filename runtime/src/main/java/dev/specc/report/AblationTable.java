package dev.specc.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Test accuracies with all tricks of a recipe, and without each, as Markdown. */
public final class AblationTable {
  private final String title;
  private final Map<String, List<Double>> accuracies = new LinkedHashMap<>();

  /**
   * @param title what is trained on what
   */
  public AblationTable(String title) {
    this.title = title;
  }

  /**
   * Adds a run.
   *
   * @param trick that was left out; empty for none
   * @param accuracy 0 to 1, on the test images
   */
  public void add(String trick, double accuracy) {
    accuracies.computeIfAbsent(trick, t -> new ArrayList<>()).add(accuracy);
  }

  /** A row for each trick, the whole recipe first; with the spread where there are several runs. */
  public String markdown() {
    double whole = mean(accuracies.getOrDefault("", List.of()));
    StringBuilder text = new StringBuilder();
    text.append("| ").append(title).append(" | test accuracy | change |\n|---|---|---|\n");
    accuracies.forEach(
        (trick, runs) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.4f%s | %s |\n",
                    trick.isEmpty() ? "all tricks" : "without " + trick,
                    mean(runs),
                    spread(runs),
                    trick.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, "%+.4f", mean(runs) - whole))));
    return text.toString();
  }

  private static double mean(List<Double> runs) {
    return runs.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Half the distance between the best and the worst run. */
  private static String spread(List<Double> runs) {
    if (runs.size() < 2) {
      return "";
    }
    double worst = runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double best = runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return String.format(Locale.ROOT, " ± %.4f", (best - worst) / 2);
  }

  /** Writes the table as it is so far. */
  public void write(Path file) {
    try {
      Files.writeString(file, markdown());
    } catch (IOException e) {
      throw new RunException(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
