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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A diagram as a drawing, from the inputs at the top to the results. An open block is a frame with
 * its own boxes; what enters it passes its upper side, each value at a port of its own, and what
 * leaves it passes the lower.
 */
public final class GraphDrawing {
  private static final double NAME = 12.5;
  private static final double DETAIL = 10.5;
  private static final double MARGIN = 24;
  private static final double PADDING = 14;
  private static final double HEADING = 22;
  private static final double GAP = 40;

  /** Of more values that enter a block, all pass one port. */
  private static final int MOST_PORTS = 4;

  /** Room for a shape below a box. */
  private static final double LABEL = 18;

  private final Diagram diagram;

  /**
   * @param in where lines arrive on the upper side, from the left: at its ports
   * @param out where they leave on the lower side, from the left
   */
  private record Laid(double width, double height, List<Double> in, double out, List<Mark> marks) {
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
    Laid laid = new GraphDrawing(diagram).level(diagram.boxes(), Map.of(), false, 0);
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

  /**
   * Siblings, between the ports of the block that holds them.
   *
   * @param enters by the node whose value enters the block, its port
   */
  private Laid level(List<Box> boxes, Map<Integer, Integer> enters, boolean leaves, int depth) {
    List<Laid> laid = boxes.stream().map(b -> b.isOpen() ? frame(b, depth) : leaf(b)).toList();
    LevelLayout.Item port = LevelLayout.Item.centred(0, 0);
    List<LevelLayout.Item> items = new ArrayList<>();
    int ports = ports(enters);
    items.addAll(Collections.nCopies(ports, port));
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
      int item = i + ports;
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
        corners.subList(0, ports).stream().map(Point::x).toList(),
        leaves ? corners.getLast().x() : middle,
        marks);
  }

  private static int ports(Map<Integer, Integer> enters) {
    return (int) enters.values().stream().distinct().count();
  }

  /** By the node outside whose value a box takes, the port at which that enters it. */
  private static Map<Integer, Integer> entering(Box box) {
    Map<Integer, Integer> ports = new LinkedHashMap<>();
    box.nodes().stream()
        .flatMap(node -> node.inputs().stream())
        .filter(input -> !box.holds(input))
        .forEach(input -> ports.putIfAbsent(input, ports.size()));
    if (!box.isOpen() || ports.size() > MOST_PORTS) {
      ports.replaceAll((input, port) -> 0);
    }
    return ports;
  }

  private Set<LevelLayout.Edge> edges(
      List<Box> boxes, Map<Integer, Integer> enters, boolean leaves) {
    Set<LevelLayout.Edge> edges = new LinkedHashSet<>();
    int shift = ports(enters);
    for (int to = 0; to < boxes.size(); to++) {
      int item = to + shift;
      entering(boxes.get(to))
          .forEach(
              (input, port) -> {
                int box = indexOf(boxes, input);
                int from = box < 0 ? enters.get(input) : box + shift;
                edges.add(new LevelLayout.Edge(from, item, port));
              });
      int last = boxes.getLast().last();
      if (leaves
          && boxes.get(to).nodes().stream().anyMatch(n -> diagram.lastUse().get(n.id()) > last)) {
        edges.add(new LevelLayout.Edge(item, boxes.size() + shift, 0));
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
    Map<Integer, Integer> enters = entering(box);
    boolean leaves = !diagram.leaving(box).isEmpty();
    Laid inner = level(box.children(), enters, leaves, depth + 1);
    double anchor = inner.in.stream().mapToDouble(x -> x).average().orElse(inner.width / 2);
    double first = inner.in.stream().mapToDouble(x -> x).min().orElse(anchor);
    // As wide to the left of what enters as to the right, and beside it room for the name.
    double half =
        Math.max(
            Math.max(anchor, inner.width - anchor),
            enters.isEmpty() ? 0 : anchor - first + TextWidth.of(box.name(), NAME) * 1.05 + 2);
    double width = 2 * (half + PADDING);
    double left = width / 2 - anchor;
    double top = enters.isEmpty() ? HEADING : 0;
    double height = top + inner.height + (leaves ? 0 : PADDING);
    Tone fill = depth % 2 == 0 ? Tone.PANEL : Tone.SURFACE;
    Mark border = new Mark.Box(0, 0, width, height, 10, fill, Tone.EDGE.tint());
    Mark name = new Mark.Text(PADDING - 4, 17, box.name(), NAME, Anchor.START, Weight.BOLD);
    Mark content = new Mark.Group(left, top, "", inner.marks);
    List<Double> in = inner.in.stream().map(x -> left + x).toList();
    return new Laid(width, height, in, left + inner.out, List.of(border, content, name));
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
    return new Laid(width, height, List.of(width / 2), width / 2, marks);
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
