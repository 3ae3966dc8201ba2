package dev.specc.diagram;

import dev.specc.analyse.Analysis;
import dev.specc.drawing.Drawing;
import dev.specc.drawing.Mark;
import dev.specc.drawing.Mark.Anchor;
import dev.specc.drawing.Mark.Point;
import dev.specc.drawing.Mark.Weight;
import dev.specc.drawing.TextWidth;
import dev.specc.drawing.Tone;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A diagram as a drawing, from the inputs at the top to the results. An open block is a frame with
 * its own boxes; what enters it passes the middle of its upper side, what leaves it the lower.
 */
public final class GraphDrawing {
  private static final double NAME = 12.5;
  private static final double DETAIL = 10.5;
  private static final double MARGIN = 24;
  private static final double PADDING = 14;
  private static final double HEADING = 22;
  private static final double GAP = 40;

  /** Room for a shape below a box. */
  private static final double LABEL = 18;

  private final Diagram diagram;

  /**
   * @param in where lines arrive on the upper side, from the left
   * @param out where they leave on the lower side, from the left
   */
  private record Laid(double width, double height, double in, double out, List<Mark> marks) {
    LevelLayout.Item item() {
      return new LevelLayout.Item(width, height, in, out);
    }
  }

  private GraphDrawing(Diagram diagram) {
    this.diagram = diagram;
  }

  public static Drawing of(Diagram diagram) {
    Graph graph = diagram.graph();
    String name = graph.variant().isEmpty() ? graph.name() : graph.name() + " " + graph.variant();
    Laid laid = new GraphDrawing(diagram).level(diagram.boxes(), false, false, 0);
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Text(MARGIN, 34, name, 17, Anchor.START, Weight.BOLD));
    Analysis analysis = Analysis.of(graph);
    String cost =
        String.format(
            Locale.ROOT, "%,d parameters, %,d MACs", analysis.parameters(), analysis.macs());
    marks.add(new Mark.Text(MARGIN, 54, cost, 11.5, Anchor.START, Weight.QUIET));
    double width = Math.max(laid.width, Math.max(TextWidth.of(cost, 11.5), TextWidth.of(name, 17)));
    double left = MARGIN + (width - laid.width) / 2;
    marks.add(new Mark.Group(left, 76, "", laid.marks));
    return new Drawing(
        "the graph of " + name, width + 2 * MARGIN, laid.height + 76 + MARGIN + 10, marks);
  }

  /** Siblings, between the ports of the block that holds them. */
  private Laid level(List<Box> boxes, boolean enters, boolean leaves, int depth) {
    List<Laid> laid = boxes.stream().map(b -> b.isOpen() ? frame(b, depth) : leaf(b)).toList();
    LevelLayout.Item port = LevelLayout.Item.centred(0, 0);
    List<LevelLayout.Item> items = new ArrayList<>();
    if (enters) {
      items.add(port);
    }
    laid.forEach(l -> items.add(l.item()));
    if (leaves) {
      items.add(port);
    }
    Set<LevelLayout.Edge> edges = edges(boxes, enters, leaves);
    LevelLayout.Placed placed = LevelLayout.of(items, edges, GAP);
    List<Mark> marks = new ArrayList<>();
    List<Point> corners = placed.corners();
    placed.hops().forEach(hop -> line(hop, leaves ? corners.getLast() : null, marks));
    double right = placed.width();
    for (int i = 0; i < boxes.size(); i++) {
      int item = enters ? i + 1 : i;
      Point corner = corners.get(item);
      marks.add(new Mark.Group(corner.x(), corner.y(), title(boxes.get(i)), laid.get(i).marks));
      boolean onlyLeaves =
          leaves && edges.stream().allMatch(e -> e.from() != item || e.to() == corners.size() - 1);
      if (!onlyLeaves) {
        Mark.Text shape = shape(boxes.get(i), corner, laid.get(i));
        marks.add(shape);
        right = Math.max(right, shape.x() + TextWidth.of(shape.text(), DETAIL));
      }
    }
    double middle = placed.width() / 2;
    return new Laid(
        right,
        placed.height() + (leaves ? 0 : LABEL),
        enters ? corners.getFirst().x() : middle,
        leaves ? corners.getLast().x() : middle,
        marks);
  }

  private Set<LevelLayout.Edge> edges(List<Box> boxes, boolean enters, boolean leaves) {
    Set<LevelLayout.Edge> edges = new LinkedHashSet<>();
    int shift = enters ? 1 : 0;
    for (int to = 0; to < boxes.size(); to++) {
      for (Node node : boxes.get(to).nodes()) {
        for (int input : node.inputs()) {
          int from = indexOf(boxes, input);
          if (from < 0) {
            edges.add(new LevelLayout.Edge(0, to + shift));
          } else if (from != to) {
            edges.add(new LevelLayout.Edge(from + shift, to + shift));
          }
        }
        if (leaves && diagram.lastUse().get(node.id()) > boxes.getLast().last()) {
          edges.add(new LevelLayout.Edge(to + shift, boxes.size() + shift));
        }
      }
    }
    return edges;
  }

  private static int indexOf(List<Box> boxes, int node) {
    int low = 0;
    int high = boxes.size() - 1;
    while (low <= high) {
      int middle = (low + high) / 2;
      Box box = boxes.get(middle);
      if (box.holds(node)) {
        return middle;
      }
      low = node > box.last() ? middle + 1 : low;
      high = node < box.first() ? middle - 1 : high;
    }
    return -1;
  }

  /** A line has an arrow where it reaches a box, not where it leaves the block by its port. */
  private static void line(LevelLayout.Hop hop, @Nullable Point port, List<Mark> marks) {
    marks.add(new Mark.Wire(hop.points(), Tone.EDGE, 1.4));
    Point end = hop.points().getLast();
    if (hop.arrives() && !end.equals(port)) {
      marks.add(
          new Mark.Polygon(
              List.of(
                  end,
                  new Point(end.x() - 3.4, end.y() - 7),
                  new Point(end.x() + 3.4, end.y() - 7)),
              Tone.EDGE));
    }
  }

  private Mark.Text shape(Box box, Point corner, Laid laid) {
    return new Mark.Text(
        corner.x() + laid.out + 6,
        corner.y() + laid.height + 13,
        diagram.shapes(box),
        DETAIL,
        Anchor.START,
        Weight.QUIET);
  }

  private Laid frame(Box box, int depth) {
    boolean enters =
        box.nodes().stream().flatMap(n -> n.inputs().stream()).anyMatch(in -> !box.holds(in));
    boolean leaves = !diagram.leaving(box).isEmpty();
    Laid inner = level(box.children(), enters, leaves, depth + 1);
    // As wide to the left of what enters as to the right, and beside it room for the name.
    double half =
        Math.max(
            Math.max(inner.in, inner.width - inner.in),
            enters ? TextWidth.of(box.name(), NAME) * 1.05 + 2 : 0);
    double width = 2 * (half + PADDING);
    double left = width / 2 - inner.in;
    double top = enters ? 0 : HEADING;
    double height = top + inner.height + (leaves ? 0 : PADDING);
    Tone fill = depth % 2 == 0 ? Tone.PANEL : Tone.SURFACE;
    Mark border = new Mark.Box(0, 0, width, height, 10, fill, Tone.EDGE.tint());
    Mark name = new Mark.Text(PADDING - 4, 17, box.name(), NAME, Anchor.START, Weight.BOLD);
    Mark content = new Mark.Group(left, top, "", inner.marks);
    return new Laid(width, height, width / 2, left + inner.out, List.of(border, content, name));
  }

  private Laid leaf(Box box) {
    boolean one = box.isOneNode();
    String what = one ? OpLabel.of(box.nodes().getFirst().op()) : OpLabel.of(box.nodes());
    String first = one ? what : box.name();
    String second = one ? named(box) : what;
    double width =
        Math.max(TextWidth.of(first, NAME) * 1.05, TextWidth.of(second, DETAIL)) + 2 * 12;
    double height = second.isEmpty() ? 28 : 42;
    Tone tone = OpLabel.tone(box);
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Box(0, 0, width, height, one ? 7 : 9, tone.tint(), tone));
    double line = second.isEmpty() ? 18.5 : 18;
    marks.add(new Mark.Text(width / 2, line, first, NAME, Anchor.MIDDLE, Weight.BOLD));
    if (!second.isEmpty()) {
      marks.add(new Mark.Text(width / 2, 33, second, DETAIL, Anchor.MIDDLE, Weight.QUIET));
    }
    return new Laid(width, height, width / 2, width / 2, marks);
  }

  /** The name of a node where it says more than its op. */
  private static String named(Box box) {
    String name = box.name();
    boolean number = name.substring(name.lastIndexOf('.') + 1).chars().allMatch(Character::isDigit);
    return number || name.equals(box.nodes().getFirst().op().name()) ? "" : name;
  }

  private String title(Box box) {
    Graph graph = diagram.graph();
    long macs = box.nodes().stream().filter(n -> !n.training()).mapToLong(graph::macs).sum();
    long parameters =
        box.nodes().stream()
            .flatMap(n -> graph.parameters(n).stream())
            .filter(p -> p.kind().isTrained())
            .mapToLong(p -> p.elements())
            .sum();
    String ops = box.isOneNode() ? box.nodes().getFirst().op().name() : box.nodes().size() + " ops";
    return String.format(
        Locale.ROOT,
        "%s: %s, %s, %,d parameters, %,d MACs%s",
        box.path(),
        ops,
        diagram.shapes(box),
        parameters,
        macs,
        box.nodes().getFirst().training() ? ", in training only" : "");
  }
}
