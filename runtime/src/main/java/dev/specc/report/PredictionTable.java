package dev.specc.report;

import dev.specc.train.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code predictions.csv}: what a net said of each image. Classes are numbers, from 0. */
final class PredictionTable {
  private static final String HEADER = "index,label,said,probability,label_probability";
  private static final int COLUMNS = 5;

  private PredictionTable() {}

  static String csv(List<Prediction> predictions) {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (Prediction p : predictions) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%.6f,%.6f\n",
              p.index(),
              p.label(),
              p.said(),
              p.probability(),
              p.labelProbability()));
    }
    return csv.toString();
  }

  /**
   * @param classes how many there are
   * @throws RunException naming the line that is wrong
   */
  static List<Prediction> parse(String file, String text, int classes) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new RunException(file + ": its first line should be " + HEADER);
    }
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      predictions.add(prediction(file + ":" + (i + 1), lines.get(i), classes));
    }
    return predictions;
  }

  private static Prediction prediction(String place, String line, int classes) {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length == COLUMNS) {
        Prediction p =
            new Prediction(
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]));
        if (isClass(p.label(), classes) && isClass(p.said(), classes) && p.index() >= 0) {
          return p;
        }
      }
    } catch (NumberFormatException e) {
      throw new RunException(place + ": no prediction: " + e.getMessage(), e);
    }
    throw new RunException(place + ": no prediction of " + classes + " classes: " + line);
  }

  private static boolean isClass(int number, int classes) {
    return number >= 0 && number < classes;
  }
}
