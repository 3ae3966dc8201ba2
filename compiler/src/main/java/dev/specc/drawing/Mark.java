package dev.specc.drawing;

import java.util.List;

/** One thing of a drawing. Lengths are in pixels, from the top left corner. */
public sealed interface Mark {
  /** Where a text is held. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  record Point(double x, double y) {}

  /** A rectangle, its corners rounded by {@code radius}. */
  record Box(double x, double y, double width, double height, double radius, Tone fill, Tone stroke)
      implements Mark {}

  record Disc(double x, double y, double radius, Tone fill) implements Mark {}

  record Polygon(List<Point> points, Tone fill) implements Mark {
    public Polygon {
      points = List.copyOf(points);
    }
  }

  /** Straight from point to point. */
  record Line(List<Point> points, Tone stroke, double width, boolean dashed) implements Mark {
    public Line {
      points = List.copyOf(points);
    }
  }

  /**
   * From point to point, leaving and reaching each vertically: where the next is not straight
   * below, across at {@link #BEND} of the way, with rounded corners.
   */
  record Wire(List<Point> points, Tone stroke, double width) implements Mark {
    public static final double BEND = 0.58;
    public static final double RADIUS = 7;

    public Wire {
      points = List.copyOf(points);
    }
  }

  /**
   * A line of text.
   *
   * @param y of the base line
   * @param turned by a quarter to the left, around its point
   */
  record Text(
      double x, double y, String text, double size, Anchor anchor, Weight weight, boolean turned)
      implements Mark {
    public Text(double x, double y, String text, double size, Anchor anchor, Weight weight) {
      this(x, y, text, size, anchor, weight, false);
    }
  }

  /** How a text looks. */
  record Weight(Tone tone, boolean bold) {
    public static final Weight PLAIN = new Weight(Tone.INK, false);
    public static final Weight BOLD = new Weight(Tone.INK, true);
    public static final Weight QUIET = new Weight(Tone.MUTED, false);
  }

  /**
   * Marks that belong together.
   *
   * @param x how far to the right of their own places
   * @param y how far below their own places
   * @param title what a pointer resting on them shows; may be empty
   */
  record Group(double x, double y, String title, List<Mark> marks) implements Mark {
    public Group {
      marks = List.copyOf(marks);
    }
  }
}
