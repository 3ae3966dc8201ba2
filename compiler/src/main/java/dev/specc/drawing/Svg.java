package dev.specc.drawing;

import dev.specc.drawing.Mark.Point;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Drawings as SVG. Colours are classes of a style sheet that follows the reader's choice of a light
 * or dark page; nothing outside of the text is referred to.
 */
public final class Svg {
  private static final String FONT =
      "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Helvetica,Arial,sans-serif";

  private final StringBuilder out = new StringBuilder();
  private final Map<String, Tone> fills = new TreeMap<>();
  private final Map<String, Tone> strokes = new TreeMap<>();

  private Svg() {}

  /** A file of its own, with its style sheet and the page's colour behind the drawing. */
  public static String file(Drawing drawing) {
    Svg svg = new Svg();
    svg.fills.put(Tone.SURFACE.name(), Tone.SURFACE);
    svg.marks(drawing.marks());
    String open = open(drawing, " xmlns=\"http://www.w3.org/2000/svg\"");
    return """
        %s
        <style>
        %s</style>
        <rect class="f-surface" width="100%%" height="100%%"/>
        %s</svg>
        """
        .formatted(open, sheet(svg.fills, svg.strokes), svg.out);
  }

  /** Drawings within one page, which share a style sheet. */
  public static final class Page {
    private final Map<String, Tone> fills = new TreeMap<>();
    private final Map<String, Tone> strokes = new TreeMap<>();

    /** An element for the page. */
    public String element(Drawing drawing) {
      Svg svg = new Svg();
      svg.marks(drawing.marks());
      fills.putAll(svg.fills);
      strokes.putAll(svg.strokes);
      return open(drawing, "") + "\n" + svg.out + "</svg>\n";
    }

    /** The style sheet of all elements so far. */
    public String sheet() {
      return Svg.sheet(fills, strokes);
    }
  }

  private static String open(Drawing drawing, String namespace) {
    String width = number(drawing.width());
    String height = number(drawing.height());
    return "<svg%s class=\"drawing\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\""
            .formatted(namespace, width, height, width, height)
        + " aria-label=\"%s\">".formatted(escape(drawing.title()));
  }

  private static String sheet(Map<String, Tone> fills, Map<String, Tone> strokes) {
    StringBuilder css = new StringBuilder();
    css.append(".drawing text{font-family:").append(FONT).append("}\n");
    css.append(".f-none{fill:none}\n.s-none{stroke:none}\n");
    fills.values().forEach(t -> css.append(rule("f", "fill", t, t.light())));
    strokes.values().forEach(t -> css.append(rule("s", "stroke", t, t.light())));
    css.append("@media (prefers-color-scheme:dark){\n");
    fills.values().forEach(t -> css.append(rule("f", "fill", t, t.dark())));
    strokes.values().forEach(t -> css.append(rule("s", "stroke", t, t.dark())));
    return css.append("}\n").toString();
  }

  private static String rule(String prefix, String property, Tone tone, String colour) {
    return ".%s-%s{%s:%s}\n".formatted(prefix, tone.name(), property, colour);
  }

  private void marks(List<Mark> marks) {
    marks.forEach(this::mark);
  }

  private void mark(Mark mark) {
    switch (mark) {
      case Mark.Box box -> box(box);
      case Mark.Disc disc ->
          element(
              "circle",
              "cx=\"%s\" cy=\"%s\" r=\"%s\"%s",
              number(disc.x()),
              number(disc.y()),
              number(disc.radius()),
              classes(disc.fill(), Tone.NONE));
      case Mark.Polygon polygon ->
          element(
              "polygon",
              "points=\"%s\"%s",
              points(polygon.points()),
              classes(polygon.fill(), Tone.NONE));
      case Mark.Line line ->
          element(
              "polyline",
              "points=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s%s",
              points(line.points()),
              number(line.width()),
              line.dashed() ? " stroke-dasharray=\"5 4\"" : "",
              classes(Tone.NONE, line.stroke()));
      case Mark.Wire wire ->
          element(
              "path",
              "d=\"%s\" stroke-width=\"%s\"%s",
              path(wire.points()),
              number(wire.width()),
              classes(Tone.NONE, wire.stroke()));
      case Mark.Text text -> text(text);
      case Mark.Group group -> group(group);
    }
  }

  private void box(Mark.Box box) {
    element(
        "rect",
        "x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s%s",
        number(box.x()),
        number(box.y()),
        number(box.width()),
        number(box.height()),
        box.radius() > 0 ? " rx=\"" + number(box.radius()) + "\"" : "",
        classes(box.fill(), box.stroke()));
  }

  private void text(Mark.Text text) {
    String anchor =
        switch (text.anchor()) {
          case START -> "";
          case MIDDLE -> " text-anchor=\"middle\"";
          case END -> " text-anchor=\"end\"";
        };
    String x = number(text.x());
    String y = number(text.y());
    String turned = text.turned() ? " transform=\"rotate(-90 " + x + " " + y + ")\"" : "";
    String bold = text.weight().bold() ? " font-weight=\"600\"" : "";
    out.append("<text x=\"%s\" y=\"%s\" font-size=\"%s\"".formatted(x, y, number(text.size())));
    out.append(anchor).append(bold).append(turned);
    out.append(classes(text.weight().tone(), Tone.NONE)).append('>');
    out.append(escape(text.text())).append("</text>\n");
  }

  private void group(Mark.Group group) {
    boolean moved = group.x() != 0 || group.y() != 0;
    String at = number(group.x()) + " " + number(group.y());
    out.append(moved ? "<g transform=\"translate(" + at + ")\">\n" : "<g>\n");
    if (!group.title().isEmpty()) {
      out.append("<title>").append(escape(group.title())).append("</title>\n");
    }
    marks(group.marks());
    out.append("</g>\n");
  }

  private void element(String name, String attributes, Object... values) {
    out.append('<').append(name).append(' ');
    out.append(attributes.formatted(values)).append("/>\n");
  }

  private String classes(Tone fill, Tone stroke) {
    if (!fill.equals(Tone.NONE)) {
      fills.put(fill.name(), fill);
    }
    if (!stroke.equals(Tone.NONE)) {
      strokes.put(stroke.name(), stroke);
      return " class=\"f-%s s-%s\"".formatted(fill.name(), stroke.name());
    }
    return " class=\"f-%s\"".formatted(fill.name());
  }

  private static String points(List<Point> points) {
    return points.stream()
        .map(p -> number(p.x()) + "," + number(p.y()))
        .collect(Collectors.joining(" "));
  }

  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder();
    Point last = points.getFirst();
    path.append('M').append(pair(last.x(), last.y()));
    for (Point p : points.subList(1, points.size())) {
      if (Math.abs(p.x() - last.x()) >= 0.1) {
        across(last, p, path);
      }
      path.append('L').append(pair(p.x(), p.y()));
      last = p;
    }
    return path.toString();
  }

  private static void across(Point from, Point to, StringBuilder path) {
    double y = from.y() + Mark.Wire.BEND * (to.y() - from.y());
    double side = Math.signum(to.x() - from.x());
    double radius = Math.min(Mark.Wire.RADIUS, Math.abs(to.x() - from.x()) / 2);
    path.append('L').append(pair(from.x(), y - radius));
    path.append('Q')
        .append(pair(from.x(), y))
        .append(' ')
        .append(pair(from.x() + side * radius, y));
    path.append('L').append(pair(to.x() - side * radius, y));
    path.append('Q').append(pair(to.x(), y)).append(' ').append(pair(to.x(), y + radius));
  }

  private static String pair(double x, double y) {
    return number(x) + " " + number(y);
  }

  /** At most one decimal: a tenth of a pixel is enough. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Text for XML and HTML, in content and in attributes. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                // XML has no way to write other control characters.
                default -> safe.appendCodePoint(c < 0x20 && c != '\n' && c != '\t' ? 0xfffd : c);
              }
            });
    return safe.toString();
  }
}
