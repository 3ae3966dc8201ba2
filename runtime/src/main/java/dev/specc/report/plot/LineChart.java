package dev.specc.report.plot;

import dev.specc.drawing.Mark;
import dev.specc.drawing.Mark.Anchor;
import dev.specc.drawing.Mark.Point;
import dev.specc.drawing.Mark.Weight;
import dev.specc.drawing.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Series of numbers over epochs, in one panel. */
final class LineChart {
  /**
   * A line of the chart.
   *
   * @param values at {@code epochs}; where one is NaN the line has a gap
   */
  record Series(String name, Tone tone, boolean dashed, List<Integer> epochs, List<Double> values) {
    Series {
      epochs = List.copyOf(epochs);
      values = List.copyOf(values);
    }
  }

  /** Where the values' axis ends. */
  record Range(double from, double to) {
    /** All of the values, and zero. */
    static Range fromZero(List<Series> series) {
      return new Range(0, Math.max(values(series).max().orElse(1), 1e-12));
    }

    /** All of the values, and not below 0 or above 1. */
    static Range share(List<Series> series) {
      double least = values(series).min().orElse(0);
      double from = least < 0.3 ? 0 : Math.floor(least * 10 - 0.2) / 10;
      return new Range(Math.max(0, from), 1);
    }

    private static DoubleStream values(List<Series> series) {
      return series.stream()
          .flatMap(s -> s.values.stream())
          .mapToDouble(v -> v)
          .filter(Double::isFinite);
    }
  }

  private static final double LEFT = 58;
  private static final double RIGHT = 14;
  private static final double TOP = 34;
  private static final double BOTTOM = 44;
  private static final int MOST_POINTS = 40;

  private final double width;
  private final double height;
  private final Range range;
  private final double step;
  private final int firstEpoch;
  private final int lastEpoch;
  private final List<Mark> marks = new ArrayList<>();

  private LineChart(double width, double height, Range range, List<Series> series) {
    this.width = width;
    this.height = height;
    this.step = niceStep(range.to - range.from, 5);
    this.range = new Range(range.from, Math.ceil(range.to / step - 1e-9) * step);
    this.firstEpoch = epochs(series).min(Integer::compare).orElse(1);
    this.lastEpoch = epochs(series).max(Integer::compare).orElse(1);
  }

  private static Stream<Integer> epochs(List<Series> series) {
    return series.stream().flatMap(s -> s.epochs.stream());
  }

  /** The marks of a chart with its upper left corner at 0, 0. */
  static List<Mark> of(
      String title, double width, double height, Range range, List<Series> series) {
    LineChart chart = new LineChart(width, height, range, series);
    chart.marks.add(new Mark.Text(LEFT, 20, title, 14, Anchor.START, Weight.BOLD));
    chart.valueAxis();
    chart.epochAxis();
    series.forEach(chart::draw);
    return chart.marks;
  }

  private double x(double epoch) {
    double share = lastEpoch == firstEpoch ? 0.5 : (epoch - firstEpoch) / (lastEpoch - firstEpoch);
    return LEFT + share * (width - LEFT - RIGHT);
  }

  private double y(double value) {
    double share = (value - range.from) / (range.to - range.from);
    return height - BOTTOM - share * (height - TOP - BOTTOM);
  }

  private void valueAxis() {
    int ticks = (int) Math.round((range.to - range.from) / step);
    for (int i = 0; i <= ticks; i++) {
      double value = range.from + i * step;
      marks.add(
          new Mark.Line(
              List.of(new Point(LEFT, y(value)), new Point(width - RIGHT, y(value))),
              Tone.GRID,
              1,
              false));
      marks.add(
          new Mark.Text(LEFT - 8, y(value) + 4, label(value, step), 11, Anchor.END, Weight.QUIET));
    }
  }

  private void epochAxis() {
    int every = (int) Math.max(1, niceStep(lastEpoch - firstEpoch, 7));
    for (int epoch = firstEpoch; epoch <= lastEpoch; epoch++) {
      if (epoch % every == 0 || lastEpoch - firstEpoch < 7) {
        marks.add(
            new Mark.Text(
                x(epoch),
                height - BOTTOM + 18,
                Integer.toString(epoch),
                11,
                Anchor.MIDDLE,
                Weight.QUIET));
      }
    }
    marks.add(
        new Mark.Text(
            (LEFT + width - RIGHT) / 2,
            height - BOTTOM + 36,
            "epoch",
            11,
            Anchor.MIDDLE,
            Weight.QUIET));
  }

  private void draw(Series series) {
    List<Point> stretch = new ArrayList<>();
    for (int i = 0; i < series.epochs.size(); i++) {
      double value = series.values.get(i);
      if (Double.isFinite(value)) {
        stretch.add(new Point(x(series.epochs.get(i)), clipped(value)));
      } else {
        line(series, stretch);
        stretch.clear();
      }
    }
    line(series, stretch);
    if (series.epochs.size() <= MOST_POINTS && !series.dashed) {
      points(series);
    }
  }

  /** A loss that shoots up at the start leaves the panel rather than flatten the rest. */
  private double clipped(double value) {
    return y(Math.clamp(value, range.from, range.to));
  }

  private void line(Series series, List<Point> stretch) {
    if (stretch.size() > 1) {
      marks.add(new Mark.Line(stretch, series.tone, 2, series.dashed));
    }
  }

  private void points(Series series) {
    for (int i = 0; i < series.epochs.size(); i++) {
      double value = series.values.get(i);
      if (Double.isFinite(value)) {
        String title =
            String.format(
                Locale.ROOT, "%s, epoch %d: %.6g", series.name, series.epochs.get(i), value);
        Mark disc = new Mark.Disc(x(series.epochs.get(i)), clipped(value), 3, series.tone);
        marks.add(new Mark.Group(0, 0, title, List.of(disc)));
      }
    }
  }

  /** 1, 2 or 5 times a power of ten, so that about {@code wanted} steps cover the range. */
  private static double niceStep(double range, int wanted) {
    double rough = Math.max(range, 1e-12) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double share = rough / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  }

  private static String label(double value, double step) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return decimals > 4
        ? String.format(Locale.ROOT, "%.1e", value)
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
