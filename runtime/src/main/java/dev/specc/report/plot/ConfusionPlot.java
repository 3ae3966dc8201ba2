package dev.specc.report.plot;

import dev.specc.drawing.Drawing;
import dev.specc.drawing.Mark;
import dev.specc.drawing.Mark.Anchor;
import dev.specc.drawing.Mark.Weight;
import dev.specc.drawing.TextWidth;
import dev.specc.drawing.Tone;
import dev.specc.train.Confusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which classes a net takes for which: a matrix while it can be read, else the pairs that are
 * confused most often.
 */
public final class ConfusionPlot {
  private static final int MOST_IN_MATRIX = 40;
  private static final int MOST_WITH_COUNTS = 20;
  private static final int PAIRS = 25;
  private static final double TEXT = 12;

  private ConfusionPlot() {}

  public static Drawing of(Confusion confusion) {
    return confusion.classes().size() <= MOST_IN_MATRIX ? matrix(confusion) : pairs(confusion);
  }

  /** A row for each class, a column for what it was taken for; shades are parts of the row. */
  private static Drawing matrix(Confusion confusion) {
    List<String> classes = confusion.classes();
    int count = classes.size();
    double cell = count <= MOST_WITH_COUNTS ? 46 : 20;
    double names = classes.stream().mapToDouble(c -> TextWidth.of(c, TEXT)).max().orElse(0);
    double left = names + 52;
    double top = 34;
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Text(left, 20, "taken for", TEXT, Anchor.START, Weight.QUIET));
    double middle = top + count * cell / 2;
    marks.add(new Mark.Text(18, middle, "class", TEXT, Anchor.MIDDLE, Weight.QUIET, true));
    for (int row = 0; row < count; row++) {
      double y = top + row * cell;
      marks.add(
          new Mark.Text(
              left - 8, y + cell / 2 + 4, classes.get(row), TEXT, Anchor.END, Weight.PLAIN));
      for (int column = 0; column < count; column++) {
        marks.add(cell(confusion, row, column, left + column * cell, y, cell));
      }
      double x = left + row * cell + cell / 2 + 4;
      marks.add(
          new Mark.Text(
              x, top + count * cell + 8, classes.get(row), TEXT, Anchor.END, Weight.PLAIN, true));
    }
    return new Drawing(
        "confusion matrix", left + count * cell + 16, top + count * cell + names + 24, marks);
  }

  private static Mark cell(
      Confusion confusion, int row, int column, double x, double y, double size) {
    double share = confusion.share(row, column);
    int number = confusion.count(row, column);
    String title =
        String.format(
            Locale.ROOT,
            "%s taken for %s: %,d (%.1f %%)",
            confusion.classes().get(row),
            confusion.classes().get(column),
            number,
            100 * share);
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Box(x + 0.5, y + 0.5, size - 1, size - 1, 3, Tone.shade(share), Tone.GRID));
    if (number > 0 && confusion.classes().size() <= MOST_WITH_COUNTS) {
      Weight weight = new Weight(Tone.onShade(share), row == column);
      marks.add(
          new Mark.Text(x + size / 2, y + size / 2 + 4, "" + number, TEXT, Anchor.MIDDLE, weight));
    }
    return new Mark.Group(0, 0, title, marks);
  }

  private static Drawing pairs(Confusion confusion) {
    List<Confusion.Pair> pairs = confusion.worst(PAIRS);
    List<String> names = pairs.stream().map(p -> p.label() + " taken for " + p.said()).toList();
    double left = 24 + names.stream().mapToDouble(n -> TextWidth.of(n, TEXT)).max().orElse(0);
    double most = pairs.stream().mapToInt(Confusion.Pair::count).max().orElse(1);
    List<Mark> marks = new ArrayList<>();
    String heading =
        pairs.isEmpty() ? "no image was taken for another class" : "most often confused";
    marks.add(new Mark.Text(16, 24, heading, 14, Anchor.START, Weight.BOLD));
    for (int i = 0; i < pairs.size(); i++) {
      Confusion.Pair pair = pairs.get(i);
      double y = 42 + i * 24;
      double length = 300 * pair.count() / most;
      marks.add(new Mark.Text(left - 8, y + 13, names.get(i), TEXT, Anchor.END, Weight.PLAIN));
      marks.add(new Mark.Box(left, y, length, 18, 3, Tone.BLUE.tint(), Tone.BLUE));
      String count = String.format(Locale.ROOT, "%,d of %,d", pair.count(), pair.ofLabel());
      marks.add(new Mark.Text(left + length + 8, y + 13, count, TEXT, Anchor.START, Weight.QUIET));
    }
    double width = Math.max(left + 300 + 120, 320);
    return new Drawing("the classes confused most", width, 56 + pairs.size() * 24, marks);
  }
}
