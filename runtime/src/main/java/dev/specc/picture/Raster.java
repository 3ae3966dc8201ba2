package dev.specc.picture;

import dev.specc.drawing.Drawing;
import dev.specc.drawing.Mark;
import dev.specc.drawing.Mark.Point;
import dev.specc.drawing.Tone;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Drawings as pixels, in their light colours. */
public final class Raster {
  /** Drawn at twice the size, so that it is sharp on a screen with fine pixels. */
  private static final int SCALE = 2;

  private final Graphics2D graphics;

  private Raster(Graphics2D graphics) {
    this.graphics = graphics;
  }

  public static BufferedImage of(Drawing drawing) {
    int width = (int) Math.ceil(drawing.width() * SCALE);
    int height = (int) Math.ceil(drawing.height() * SCALE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(image);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.scale(SCALE, SCALE);
    new Raster(graphics).marks(drawing.marks());
    graphics.dispose();
    return image;
  }

  /** Smooth shapes and letters. */
  static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return graphics;
  }

  private void marks(List<Mark> marks) {
    marks.forEach(this::mark);
  }

  private void mark(Mark mark) {
    switch (mark) {
      case Mark.Box b -> {
        double round = 2 * b.radius();
        var shape = new RoundRectangle2D.Double(b.x(), b.y(), b.width(), b.height(), round, round);
        fill(shape, b.fill());
        stroke(shape, b.stroke(), 1, false);
      }
      case Mark.Disc d ->
          fill(
              new Ellipse2D.Double(
                  d.x() - d.radius(), d.y() - d.radius(), 2 * d.radius(), 2 * d.radius()),
              d.fill());
      case Mark.Polygon polygon -> fill(path(polygon.points(), true), polygon.fill());
      case Mark.Line line ->
          stroke(path(line.points(), false), line.stroke(), line.width(), line.dashed());
      case Mark.Wire wire -> stroke(wire(wire.points()), wire.stroke(), wire.width(), false);
      case Mark.Text text -> text(text);
      case Mark.Group group -> {
        AffineTransform before = graphics.getTransform();
        graphics.translate(group.x(), group.y());
        marks(group.marks());
        graphics.setTransform(before);
      }
    }
  }

  private void fill(java.awt.Shape shape, Tone tone) {
    if (!tone.equals(Tone.NONE)) {
      graphics.setColor(Color.decode(tone.light()));
      graphics.fill(shape);
    }
  }

  private void stroke(java.awt.Shape shape, Tone tone, double width, boolean dashed) {
    if (!tone.equals(Tone.NONE)) {
      graphics.setColor(Color.decode(tone.light()));
      float[] dashes = dashed ? new float[] {5, 4} : null;
      graphics.setStroke(
          new BasicStroke(
              (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
      graphics.draw(shape);
    }
  }

  private static Path2D path(List<Point> points, boolean closed) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.getFirst().x(), points.getFirst().y());
    points.stream().skip(1).forEach(p -> path.lineTo(p.x(), p.y()));
    if (closed) {
      path.closePath();
    }
    return path;
  }

  private static Path2D wire(List<Point> points) {
    Path2D path = new Path2D.Double();
    Point last = points.getFirst();
    path.moveTo(last.x(), last.y());
    for (Point p : points.subList(1, points.size())) {
      double y = last.y() + Mark.Wire.BEND * (p.y() - last.y());
      double side = Math.signum(p.x() - last.x());
      double radius = Math.min(Mark.Wire.RADIUS, Math.abs(p.x() - last.x()) / 2);
      path.lineTo(last.x(), y - radius);
      path.quadTo(last.x(), y, last.x() + side * radius, y);
      path.lineTo(p.x() - side * radius, y);
      path.quadTo(p.x(), y, p.x(), y + radius);
      path.lineTo(p.x(), p.y());
      last = p;
    }
    return path;
  }

  private void text(Mark.Text text) {
    int style = text.weight().bold() ? Font.BOLD : Font.PLAIN;
    Font font = new Font(Font.SANS_SERIF, style, 1).deriveFont((float) text.size());
    graphics.setFont(font);
    graphics.setColor(Color.decode(text.weight().tone().light()));
    double width = font.getStringBounds(text.text(), graphics.getFontRenderContext()).getWidth();
    double shift =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(text.x(), text.y());
    if (text.turned()) {
      graphics.rotate(-Math.PI / 2);
    }
    graphics.drawString(text.text(), (float) shift, 0f);
    graphics.setTransform(before);
  }
}
