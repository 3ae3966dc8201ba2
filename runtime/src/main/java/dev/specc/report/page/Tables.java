package dev.specc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.data.Split;
import dev.specc.drawing.Svg;
import dev.specc.report.MetricsColumn;
import dev.specc.report.MetricsRow;
import dev.specc.report.RunSettings;
import dev.specc.train.Confusion;
import dev.specc.train.Evaluation;
import dev.specc.train.Examination;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of the page. */
final class Tables {
  /** Of many classes the worst are shown. */
  private static final int MOST_CLASSES = 100;

  private Tables() {}

  static String classes(Examination examination) {
    List<Evaluation.ClassScore> all = examination.evaluation().perClass();
    List<Evaluation.ClassScore> shown =
        all.size() <= MOST_CLASSES
            ? all
            : all.stream()
                .filter(c -> c.count() > 0)
                .sorted(Comparator.comparingDouble(Evaluation.ClassScore::accuracy))
                .limit(MOST_CLASSES)
                .toList();
    StringBuilder rows = new StringBuilder();
    for (Evaluation.ClassScore c : shown) {
      double percent = c.count() == 0 ? 0 : 100 * c.accuracy();
      rows.append(
          """
          <tr><td>%s</td><td class="number">%s</td><td><div class="meter"><i style="width:%.1f%%"></i></div></td><td class="number">%,d of %,d</td></tr>
          """
              .formatted(
                  Svg.escape(c.name()),
                  c.count() == 0 ? "-" : String.format(Locale.ROOT, "%.4f", c.accuracy()),
                  percent,
                  c.correct(),
                  c.count()));
    }
    return table(
            "<th>class</th><th class=\"number\">accuracy</th><th></th><th class=\"number\">right</th>",
            rows.toString())
        + pairs(examination.confusion());
  }

  private static String pairs(Confusion confusion) {
    StringBuilder text = new StringBuilder();
    for (Confusion.Pair pair : confusion.worst(3)) {
      text.append(text.isEmpty() ? "<p class=\"about\">Most often confused: " : "; ");
      text.append(Svg.escape(pair.label() + " taken for " + pair.said()));
      text.append(String.format(Locale.ROOT, " (%,d)", pair.count()));
    }
    return text.isEmpty() ? "" : text.append(".</p>\n").toString();
  }

  static String epochs(List<MetricsRow> all, MetricsRow best, Split heldOut) {
    StringBuilder rows = new StringBuilder();
    for (MetricsRow r : all) {
      rows.append(r.equals(best) ? "<tr class=\"best\">" : "<tr>");
      rows.append("<td>").append(r.epoch()).append("</td>");
      for (double value :
          List.of(r.trainLoss(), r.trainAccuracy(), r.testLoss(), r.testAccuracy())) {
        rows.append(number("%.4f", value));
      }
      rows.append("<td class=\"number\">").append(MetricsColumn.rate(r.learningRate(), 3));
      rows.append("</td>").append(number("%,.0f", r.imagesPerSecond()));
      rows.append(number("%.1f", r.seconds())).append("</tr>\n");
    }
    StringBuilder head = new StringBuilder("<th>epoch</th>");
    for (String name :
        List.of(
            "loss",
            "train acc",
            heldOut + " loss",
            heldOut + " acc",
            "lr",
            "images/s",
            "seconds")) {
      head.append("<th class=\"number\">").append(name).append("</th>");
    }
    return table(head.toString(), rows.toString());
  }

  private static String number(String format, double value) {
    String text = Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    return "<td class=\"number\">" + text + "</td>";
  }

  private static String table(String head, String rows) {
    return "<div class=\"scroll\"><table><thead><tr>"
        + head
        + "</tr></thead><tbody>\n"
        + rows
        + "</tbody></table></div>\n";
  }

  static String settings(JsonNode settings) {
    Map<String, String> flat = new LinkedHashMap<>();
    RunSettings.flatten("", settings, flat);
    StringBuilder rows = new StringBuilder();
    flat.forEach(
        (name, value) ->
            rows.append(
                "<tr><td>%s</td><td>%s</td></tr>\n"
                    .formatted(Svg.escape(name), Svg.escape(value))));
    return table("<th>setting</th><th>value</th>", rows.toString());
  }
}
