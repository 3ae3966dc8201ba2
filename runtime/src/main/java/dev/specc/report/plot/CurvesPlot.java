package dev.specc.report.plot;

import dev.specc.data.Split;
import dev.specc.drawing.Drawing;
import dev.specc.drawing.Mark;
import dev.specc.drawing.Mark.Anchor;
import dev.specc.drawing.Mark.Point;
import dev.specc.drawing.Mark.Weight;
import dev.specc.drawing.TextWidth;
import dev.specc.drawing.Tone;
import dev.specc.report.MetricsColumn;
import dev.specc.report.MetricsRow;
import java.util.ArrayList;
import java.util.List;

/** Loss, accuracy and learning rate over the epochs, side by side. */
public final class CurvesPlot {
  /** The rows of one run. */
  public record Run(String name, List<MetricsRow> rows) {
    public Run {
      rows = List.copyOf(rows);
    }
  }

  private static final double PANEL = 380;
  private static final double HEIGHT = 300;
  private static final double MARGIN = 16;

  private record Key(String name, Tone tone, boolean dashed) {}

  private final List<Mark> marks = new ArrayList<>();
  private double top = MARGIN;
  private int panels;

  private CurvesPlot() {}

  /**
   * One run: training and held-out images in the same panels.
   *
   * @param title above the panels; empty for none
   * @param heldOut those of validation, or of the test
   */
  public static Drawing of(String title, Split heldOut, List<MetricsRow> rows) {
    String held = heldOut.toString();
    CurvesPlot plot = new CurvesPlot();
    plot.heading(
        title, List.of(new Key("train", Tone.BLUE, false), new Key(held, Tone.ORANGE, false)));
    List<LineChart.Series> loss =
        List.of(
            series("train", Tone.BLUE, false, rows, MetricsColumn.TRAIN_LOSS),
            series(held, Tone.ORANGE, false, rows, MetricsColumn.TEST_LOSS));
    List<LineChart.Series> accuracy =
        List.of(
            series("train", Tone.BLUE, false, rows, MetricsColumn.TRAIN_ACCURACY),
            series(held, Tone.ORANGE, false, rows, MetricsColumn.TEST_ACCURACY));
    List<LineChart.Series> rate =
        List.of(series("learning rate", Tone.GREEN, false, rows, MetricsColumn.LR));
    plot.panel("loss", LineChart.Range.fromZero(loss), loss);
    plot.panel("accuracy", LineChart.Range.share(accuracy), accuracy);
    plot.panel("learning rate", LineChart.Range.fromZero(rate), rate);
    return plot.drawing(title.isEmpty() ? "loss, accuracy and learning rate" : title);
  }

  /**
   * Several runs, each in a colour: solid for the held-out images, dashed for training.
   *
   * @param heldOut what they are: {@code test}, say
   */
  public static Drawing compare(String heldOut, List<Run> runs) {
    CurvesPlot plot = new CurvesPlot();
    List<Key> keys = new ArrayList<>();
    List<LineChart.Series> loss = new ArrayList<>();
    List<LineChart.Series> accuracy = new ArrayList<>();
    List<LineChart.Series> rate = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      Tone tone = Tone.SERIES.get(i % Tone.SERIES.size());
      keys.add(new Key(run.name, tone, false));
      loss.add(series(run.name, tone, true, run.rows, MetricsColumn.TRAIN_LOSS));
      loss.add(series(run.name, tone, false, run.rows, MetricsColumn.TEST_LOSS));
      accuracy.add(series(run.name, tone, true, run.rows, MetricsColumn.TRAIN_ACCURACY));
      accuracy.add(series(run.name, tone, false, run.rows, MetricsColumn.TEST_ACCURACY));
      rate.add(series(run.name, tone, false, run.rows, MetricsColumn.LR));
    }
    keys.add(new Key("dashed: training", Tone.MUTED, true));
    plot.heading("", keys);
    plot.panel(heldOut + " loss", LineChart.Range.fromZero(loss), loss);
    plot.panel(heldOut + " accuracy", LineChart.Range.share(accuracy), accuracy);
    plot.panel("learning rate", LineChart.Range.fromZero(rate), rate);
    return plot.drawing("%d runs compared".formatted(runs.size()));
  }

  private static LineChart.Series series(
      String name, Tone tone, boolean dashed, List<MetricsRow> rows, MetricsColumn column) {
    return new LineChart.Series(
        name,
        tone,
        dashed,
        rows.stream().map(MetricsRow::epoch).toList(),
        rows.stream().map(column::of).toList());
  }

  private void heading(String title, List<Key> keys) {
    if (!title.isEmpty()) {
      marks.add(new Mark.Text(MARGIN + 58, top + 16, title, 16, Anchor.START, Weight.BOLD));
      top += 34;
    }
    double x = MARGIN + 58;
    for (Key key : keys) {
      double width = 34 + TextWidth.of(key.name, 12) + 22;
      if (x > MARGIN + 58 && x + width > 3 * PANEL) {
        x = MARGIN + 58;
        top += 20;
      }
      List<Point> line = List.of(new Point(x, top + 8), new Point(x + 26, top + 8));
      marks.add(new Mark.Line(line, key.tone, 2.5, key.dashed));
      marks.add(new Mark.Text(x + 34, top + 12, key.name, 12, Anchor.START, Weight.PLAIN));
      x += width;
    }
    top += 26;
  }

  private void panel(String title, LineChart.Range range, List<LineChart.Series> series) {
    List<Mark> chart = LineChart.of(title, PANEL, HEIGHT, range, series);
    marks.add(new Mark.Group(MARGIN + panels++ * PANEL, top, "", chart));
  }

  private Drawing drawing(String title) {
    return new Drawing(title, 2 * MARGIN + panels * PANEL, top + HEIGHT + 8, marks);
  }
}
