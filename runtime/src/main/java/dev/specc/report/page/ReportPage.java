package dev.specc.report.page;

import dev.specc.analyse.Analysis;
import dev.specc.data.Split;
import dev.specc.diagram.Diagram;
import dev.specc.diagram.GraphDrawing;
import dev.specc.drawing.Svg;
import dev.specc.graph.Graph;
import dev.specc.report.MetricsRow;
import dev.specc.report.RunResults;
import dev.specc.report.plot.ConfusionPlot;
import dev.specc.report.plot.CurvesPlot;
import dev.specc.report.plot.Mistakes;
import dev.specc.train.Evaluation;
import dev.specc.train.Examination;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A run as one page: how well it went, its curves, epochs, classes, mistakes, settings and net. It
 * refers to nothing outside of itself and runs no script.
 */
public final class ReportPage {
  /** A graph with more boxes is folded further. */
  private static final int MOST_BOXES = 250;

  private final RunResults run;
  private final Svg.Page drawings = new Svg.Page();
  private final StringBuilder body = new StringBuilder();

  private ReportPage(RunResults run) {
    this.run = run;
  }

  public static String of(RunResults run) {
    ReportPage page = new ReportPage(run);
    page.heading();
    page.tiles();
    page.curves();
    page.classes();
    page.mistakes();
    page.body.append("<div class=\"columns\">\n");
    page.epochs();
    page.settings();
    page.body.append("</div>\n");
    page.net();
    return page.document();
  }

  private String document() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <link rel="icon" href="data:,"/>
        <title>%s</title>
        <style>
        %s
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(Svg.escape(run.name()), css(), drawings.sheet(), body);
  }

  private static String css() {
    try (InputStream css = ReportPage.class.getResourceAsStream("/report/page.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heading() {
    Graph graph = run.graph();
    String data = run.settings().path("data").asText();
    String device = run.settings().path("device").asText();
    body.append("<h1>").append(Svg.escape(run.name())).append("</h1>\n");
    body.append("<p class=\"about\">");
    body.append(Svg.escape(graph.title() + " on " + data));
    body.append(device.isEmpty() ? "" : ", trained on " + Svg.escape(device));
    body.append("</p>\n");
  }

  private void tiles() {
    Analysis analysis = Analysis.of(run.graph());
    body.append("<div class=\"tiles\">\n");
    Examination examination = run.examination();
    if (examination != null) {
      Evaluation e = examination.evaluation();
      tile(true, "%.4f".formatted(e.accuracy()), "test accuracy");
      tile(false, "%.4f".formatted(e.loss()), "test loss");
    } else if (!run.rows().isEmpty()) {
      tile(
          true,
          "%.4f".formatted(run.rows().getLast().testAccuracy()),
          run.heldOut() + " accuracy so far");
    }
    if (!run.rows().isEmpty()) {
      MetricsRow best = best(run.rows());
      tile(
          false,
          "%.4f".formatted(best.testAccuracy()),
          best() + ", after epoch " + best.epoch() + " of " + run.rows().size());
      double seconds = run.rows().stream().mapToDouble(MetricsRow::seconds).sum();
      tile(false, Quantities.time(seconds), "training and tests");
      double speed = run.rows().stream().mapToDouble(MetricsRow::imagesPerSecond).max().orElse(0);
      tile(false, String.format(Locale.ROOT, "%,.0f", speed), "images/s at best");
    }
    tile(false, Quantities.count(analysis.parameters()), "parameters");
    tile(false, Quantities.count(analysis.macs()), "MACs for an image");
    body.append("</div>\n");
  }

  /** The tiles tell of the test images, but for this one where others were held out. */
  private String best() {
    return run.heldOut() == Split.VALIDATION ? "best validation accuracy" : "best";
  }

  private static MetricsRow best(List<MetricsRow> rows) {
    return rows.stream().max(Comparator.comparingDouble(MetricsRow::testAccuracy)).orElseThrow();
  }

  private void tile(boolean main, String value, String name) {
    body.append("<div class=\"tile").append(main ? " main" : "").append("\"><b>");
    body.append(Svg.escape(value)).append("</b><span>").append(Svg.escape(name));
    body.append("</span></div>\n");
  }

  private void section(String title, String kind, String content) {
    body.append("<section class=\"").append(kind).append("\">\n<h2>").append(title);
    body.append("</h2>\n").append(content).append("</section>\n");
  }

  private void curves() {
    if (!run.rows().isEmpty()) {
      section("Curves", "curves", drawings.element(CurvesPlot.of("", run.heldOut(), run.rows())));
    }
  }

  private void classes() {
    Examination examination = run.examination();
    if (examination == null) {
      return;
    }
    body.append("<div class=\"columns\">\n");
    String matrix = drawings.element(ConfusionPlot.of(examination.confusion()));
    section("Confusion", "confusion", "<div class=\"wide\">" + matrix + "</div>\n");
    section("Classes", "classes", Tables.classes(examination));
    body.append("</div>\n");
  }

  private void mistakes() {
    Mistakes mistakes = run.mistakes();
    if (mistakes == null || mistakes.shown().isEmpty()) {
      return;
    }
    StringBuilder figures = new StringBuilder("<div class=\"mistakes\">\n");
    for (Mistakes.Shown shown : mistakes.shown()) {
      figures.append(
          """
          <figure><img alt="image %d" src="%s"/><b>%s</b><span>taken for %s %s</span></figure>
          """
              .formatted(
                  shown.index(),
                  DataUri.png(shown.image()),
                  Svg.escape(shown.label()),
                  Svg.escape(shown.said()),
                  shown.probability()));
    }
    section("The surest of the wrong answers", "worst", figures + "</div>\n");
  }

  private void epochs() {
    if (!run.rows().isEmpty()) {
      section("Epochs", "epochs", Tables.epochs(run.rows(), best(run.rows()), run.heldOut()));
    }
  }

  private void settings() {
    String text =
        "<details><summary>spec.yaml</summary><pre>"
            + Svg.escape(run.specText())
            + "</pre></details>\n";
    section("Settings", "settings", Tables.settings(run.settings()) + text);
  }

  private void net() {
    Diagram two = Diagram.of(run.graph(), 2);
    Diagram shown = two.size() <= MOST_BOXES ? two : Diagram.of(run.graph(), 1);
    if (shown.size() <= MOST_BOXES) {
      String graph = drawings.element(GraphDrawing.of(shown));
      section("Net", "net", "<div class=\"graph\">" + graph + "</div>\n");
    }
  }
}
