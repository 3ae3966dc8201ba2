package dev.specc.diagram;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A graph folded by the levels of its paths.
 *
 * <p>A block is a run of neighbours in the graph's order, so that no two blocks feed each other.
 *
 * @param boxes the top level
 * @param lastUse for each node the last that takes it; {@link Integer#MAX_VALUE} where it is a
 *     result of the net
 */
public record Diagram(Graph graph, List<Box> boxes, List<Integer> lastUse) {
  /** Every level of the paths. */
  public static final int ALL = Integer.MAX_VALUE;

  public Diagram {
    boxes = List.copyOf(boxes);
    lastUse = List.copyOf(lastUse);
  }

  /**
   * @param depth how many levels of the paths are shown, at least 1, or {@link #ALL}; short of all,
   *     a block that is one layer, such as a convolution with its norm, is one box
   */
  public static Diagram of(Graph graph, int depth) {
    return new Diagram(graph, boxes(graph.nodes(), "", 1, depth), lastUse(graph));
  }

  private static List<Box> boxes(List<Node> nodes, String above, int level, int depth) {
    List<Box> boxes = new ArrayList<>();
    for (int from = 0, to; from < nodes.size(); from = to) {
      String path = prefix(nodes.get(from).path(), level);
      to = from + 1;
      while (to < nodes.size() && prefix(nodes.get(to).path(), level).equals(path)) {
        to++;
      }
      boxes.add(box(nodes.subList(from, to), path, above, level, depth));
    }
    return boxes;
  }

  private static Box box(List<Node> nodes, String path, String above, int level, int depth) {
    boolean open =
        nodes.size() > 1 && level < depth && (depth == ALL || !OpLabel.isOneLayer(nodes));
    List<Box> children = open ? boxes(nodes, path, level + 1, depth) : List.of();
    // A level that holds nothing but one other is shown as that one.
    return children.size() == 1 && children.getFirst().isOpen()
        ? children.getFirst()
        : new Box(name(path, above), path, nodes, children);
  }

  private static String name(String path, String above) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    boolean number = last.chars().allMatch(Character::isDigit);
    return number && !above.isEmpty()
        ? above.substring(above.lastIndexOf('.') + 1) + "." + last
        : last;
  }

  private static String prefix(String path, int levels) {
    int end = -1;
    for (int level = 0; level < levels; level++) {
      end = path.indexOf('.', end + 1);
      if (end < 0) {
        return path;
      }
    }
    return path.substring(0, end);
  }

  private static List<Integer> lastUse(Graph graph) {
    Integer[] last = new Integer[graph.nodes().size()];
    Arrays.fill(last, -1);
    graph.nodes().forEach(n -> n.inputs().forEach(in -> last[in] = n.id()));
    graph.outputs().forEach(o -> last[o.node()] = Integer.MAX_VALUE);
    graph.heads().forEach(h -> last[h.node()] = Integer.MAX_VALUE);
    return List.of(last);
  }

  /** How many boxes are drawn, open ones included. */
  public int size() {
    return boxes.stream().mapToInt(Diagram::size).sum();
  }

  private static int size(Box box) {
    return 1 + box.children().stream().mapToInt(Diagram::size).sum();
  }

  /** The nodes of a box whose values leave it. */
  List<Node> leaving(Box box) {
    return box.nodes().stream().filter(n -> lastUse.get(n.id()) > box.last()).toList();
  }

  /** The different shapes that leave a box, as {@code 64×56×56}. */
  String shapes(Box box) {
    List<String> shapes = leaving(box).stream().map(n -> show(n.output())).distinct().toList();
    return shapes.size() <= 2
        ? String.join(", ", shapes)
        : shapes.getFirst() + " and " + (shapes.size() - 1) + " more";
  }

  static String show(Shape shape) {
    return shape.times().replace('x', '×');
  }
}
