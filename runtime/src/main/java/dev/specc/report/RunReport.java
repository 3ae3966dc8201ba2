package dev.specc.report;

import dev.specc.data.ImageSet;
import dev.specc.drawing.Drawing;
import dev.specc.graph.Graph;
import dev.specc.picture.Png;
import dev.specc.picture.Raster;
import dev.specc.report.page.ReportPage;
import dev.specc.report.plot.ConfusionPlot;
import dev.specc.report.plot.CurvesPlot;
import dev.specc.report.plot.Mistakes;
import dev.specc.report.tensorboard.EventFile;
import dev.specc.train.Examination;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Writes what a person looks at after a run: pictures, and a page with all of it. */
public final class RunReport {
  private final RunFolder folder;
  private final Graph graph;

  public RunReport(RunFolder folder, Graph graph) {
    this.folder = folder;
    this.graph = graph;
  }

  /**
   * The end of a run: keeps what the net said of the held-out images, and writes everything.
   *
   * @param images that it was examined on
   */
  public void finish(Examination examination, ImageSet images) {
    folder.replace(folder.evaluation(), utf8(json(examination)));
    folder.replace(folder.predictions(), utf8(PredictionTable.csv(examination.predictions())));
    write(examination, Mistakes.of(examination, images));
    addToEvents();
  }

  private static String json(Examination examination) {
    return EvaluationReport.json(examination.evaluation()).toPrettyString() + "\n";
  }

  /** Everything once more, from the files of the run. */
  public void rebuild(Optional<ImageSet> images) {
    Optional<Examination> examination = examination();
    Mistakes mistakes =
        examination
            .filter(e -> images.map(i -> i.count() == e.predictions().size()).orElse(false))
            .map(e -> Mistakes.of(e, images.orElseThrow()))
            .orElse(null);
    write(examination.orElse(null), mistakes);
  }

  /** What the run's net said at its end; empty where the run did not get there. */
  private Optional<Examination> examination() {
    return folder
        .readEvaluation()
        .filter(evaluation -> Files.exists(folder.predictions()))
        .map(
            evaluation ->
                new Examination(
                    evaluation,
                    PredictionTable.parse(
                        folder.predictions().toString(),
                        folder.read(folder.predictions()),
                        evaluation.perClass().size())));
  }

  private void write(@Nullable Examination examination, @Nullable Mistakes mistakes) {
    List<MetricsRow> rows = folder.rows();
    if (!rows.isEmpty()) {
      drawCurves(rows);
    }
    if (examination != null) {
      draw(folder.confusion(), ConfusionPlot.of(examination.confusion()));
    }
    if (mistakes != null && !mistakes.shown().isEmpty()) {
      folder.replace(folder.mistakes(), Png.of(mistakes.grid()));
    }
    RunResults results =
        new RunResults(
            String.valueOf(folder.path().toAbsolutePath().normalize().getFileName()),
            graph,
            folder.read(folder.spec()),
            folder.settingsJson(),
            rows,
            folder.heldOut(),
            examination,
            mistakes);
    folder.replace(folder.report(), utf8(ReportPage.of(results)));
  }

  /** Draws the curves of the epochs so far. */
  public void drawCurves(List<MetricsRow> rows) {
    String name = graph.variant().isEmpty() ? graph.name() : graph.name() + "-" + graph.variant();
    String title =
        String.format(
            Locale.ROOT,
            "%s on %s: %s accuracy %.4f",
            name,
            folder.readSettings().data(),
            folder.heldOut(),
            rows.getLast().testAccuracy());
    draw(folder.curves(), CurvesPlot.of(title, folder.heldOut(), rows));
  }

  private void draw(Path file, Drawing drawing) {
    folder.replace(file, Png.of(Raster.of(drawing)));
  }

  private void addToEvents() {
    int last = folder.rows().isEmpty() ? 0 : folder.rows().getLast().epoch();
    for (var picture : List.of(folder.confusion(), folder.mistakes())) {
      if (Files.exists(picture)) {
        try {
          byte[] png = Files.readAllBytes(picture);
          BufferedImage image = ImageIO.read(picture.toFile());
          String tag = String.valueOf(picture.getFileName()).replace(".png", "");
          new EventFile(folder.events()).image(last, Instant.now(), tag, image, png);
        } catch (IOException e) {
          throw new RunException(folder.events() + ": cannot be written: " + e.getMessage(), e);
        }
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
