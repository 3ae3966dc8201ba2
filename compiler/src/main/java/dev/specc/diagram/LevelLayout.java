package dev.specc.diagram;

import dev.specc.drawing.Mark.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Places items of an acyclic graph in layers from top to bottom (Sugiyama, Tagawa and Toda 1981):
 * layers by the longest path, an order in each ({@link CrossingReduction}), then places across
 * ({@link CoordinateAssignment}). An edge over several layers passes through a place of its own in
 * each; edges that start at the same item share them.
 */
final class LevelLayout {
  /**
   * What is to be placed, in a topological order.
   *
   * @param in where lines arrive on its upper side, from the left: at one place, or several ports
   * @param out where they leave on its lower side, from the left
   */
  record Item(double width, double height, List<Double> in, double out) {
    /** Both in the middle. */
    static Item centred(double width, double height) {
      return new Item(width, height, List.of(width / 2), width / 2);
    }
  }

  /**
   * From the item of one place in the list to a later one.
   *
   * @param port of the later one
   */
  record Edge(int from, int to, int port) {}

  /**
   * Items by their upper left corner, and lines.
   *
   * @param corners in the order of the items
   */
  record Placed(double width, double height, List<Point> corners, List<Hop> hops) {}

  /**
   * A line from one layer to the next.
   *
   * @param arrives whether it ends at an item, not on the way to one
   */
  record Hop(List<Point> points, boolean arrives) {}

  private static final double LANE = 14;

  private final double gap;
  private final List<LayerPlace> items = new ArrayList<>();
  private final List<List<LayerPlace>> layers = new ArrayList<>();
  private final Map<Integer, List<LayerPlace>> lanes = new HashMap<>();

  private LevelLayout(double gap) {
    this.gap = gap;
  }

  /**
   * @param gap between layers, where the lines bend
   */
  static Placed of(List<Item> items, Set<Edge> edges, double gap) {
    LevelLayout layout = new LevelLayout(gap);
    layout.layer(items, edges);
    edges.forEach(layout::connect);
    CrossingReduction.order(layout.layers);
    CoordinateAssignment.spread(layout.layers);
    return layout.placed();
  }

  private void layer(List<Item> all, Set<Edge> edges) {
    int[] layer = new int[all.size()];
    List<Edge> sorted = edges.stream().sorted(Comparator.comparingInt(Edge::to)).toList();
    for (Edge edge : sorted) {
      layer[edge.to] = Math.max(layer[edge.to], layer[edge.from] + 1);
    }
    for (int i = 0; i < all.size(); i++) {
      items.add(add(new LayerPlace(i, all.get(i), layer[i])));
    }
  }

  private LayerPlace add(LayerPlace place) {
    while (layers.size() <= place.layer) {
      layers.add(new ArrayList<>());
    }
    layers.get(place.layer).add(place);
    return place;
  }

  private void connect(Edge edge) {
    LayerPlace from = items.get(edge.from);
    LayerPlace to = items.get(edge.to);
    List<LayerPlace> own = lanes.computeIfAbsent(edge.from, unused -> new ArrayList<>());
    LayerPlace last = from;
    for (int l = from.layer + 1; l < to.layer; l++) {
      int nth = l - from.layer - 1;
      if (own.size() <= nth) {
        LayerPlace lane = add(LayerPlace.lane(Item.centred(LANE, 0), l));
        own.add(lane);
        join(last, lane, 0);
      }
      last = own.get(nth);
    }
    join(last, to, edge.port);
  }

  private static void join(LayerPlace upper, LayerPlace lower, int port) {
    upper.below.add(new LayerPlace.Link(lower, port));
    lower.above.add(new LayerPlace.Link(upper, port));
  }

  private Placed placed() {
    double left = all().mapToDouble(p -> p.x).min().orElse(0);
    double right = all().mapToDouble(p -> p.x + p.size.width).max().orElse(0);
    double[] top = new double[layers.size()];
    double[] bottom = new double[layers.size()];
    double y = 0;
    for (int l = 0; l < top.length; l++) {
      top[l] = y;
      bottom[l] = y + layers.get(l).stream().mapToDouble(p -> p.size.height).max().orElse(0);
      y = bottom[l] + (l + 1 < top.length ? gapBefore(layers.get(l + 1)) : 0);
    }
    all().forEach(p -> p.x -= left);
    Point[] corners = new Point[items.size()];
    Arrays.setAll(corners, i -> new Point(items.get(i).x, topOf(items.get(i), top, bottom)));
    List<Hop> hops = new ArrayList<>();
    all().forEach(p -> p.below.forEach(link -> hops.add(hop(p, link, top, bottom))));
    return new Placed(right - left, y, List.of(corners), List.copyOf(new LinkedHashSet<>(hops)));
  }

  /** Less where a single line goes straight to a port. */
  private double gapBefore(List<LayerPlace> layer) {
    LayerPlace first = layer.getFirst();
    boolean port = first.item == items.size() - 1 && first.size.height == 0;
    return port && layer.size() == 1 && first.above.size() == 1 ? gap / 3 : gap;
  }

  private Stream<LayerPlace> all() {
    return layers.stream().flatMap(List::stream);
  }

  private static double topOf(LayerPlace p, double[] top, double[] bottom) {
    return (top[p.layer] + bottom[p.layer] - p.size.height) / 2;
  }

  private static Hop hop(LayerPlace from, LayerPlace.Link link, double[] top, double[] bottom) {
    LayerPlace to = link.place();
    double in = to.in(link.port());
    List<Point> points = new ArrayList<>();
    double start = from.isLane() ? bottom[from.layer] : topOf(from, top, bottom) + from.size.height;
    points.add(new Point(from.out(), start));
    if (start < bottom[from.layer]) {
      points.add(new Point(from.out(), bottom[from.layer]));
    }
    points.add(new Point(in, top[to.layer]));
    double end = to.isLane() ? bottom[to.layer] : topOf(to, top, bottom);
    if (end > top[to.layer]) {
      points.add(new Point(in, end));
    }
    return new Hop(points, !to.isLane());
  }
}
