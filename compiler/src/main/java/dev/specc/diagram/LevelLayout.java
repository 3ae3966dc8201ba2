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
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Places items of an acyclic graph in layers from top to bottom (Sugiyama, Tagawa and Toda 1981):
 * layers by the longest path, an order in each by barycentres, then places across that draw
 * neighbours together. An edge over several layers passes through a place of its own in each; edges
 * that start at the same item share them.
 */
final class LevelLayout {
  /**
   * What is to be placed, in a topological order.
   *
   * @param in where lines arrive on its upper side, from the left
   * @param out where they leave on its lower side, from the left
   */
  record Item(double width, double height, double in, double out) {
    /** Both in the middle. */
    static Item centred(double width, double height) {
      return new Item(width, height, width / 2, width / 2);
    }
  }

  /** From the item of one place in the list to a later one. */
  record Edge(int from, int to) {}

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
  private static final double BETWEEN = 22;
  private static final int SWEEPS = 8;

  private static final class Place {
    final int item;
    final Item size;
    final int layer;
    final List<Place> above = new ArrayList<>();
    final List<Place> below = new ArrayList<>();
    int order;
    double x; // of its left side

    /** A lane where {@code item} is -1. */
    Place(int item, Item size, int layer) {
      this.item = item;
      this.size = size;
      this.layer = layer;
    }

    double in() {
      return x + size.in;
    }

    double out() {
      return x + size.out;
    }
  }

  private final double gap;
  private final List<Place> items = new ArrayList<>();
  private final List<List<Place>> layers = new ArrayList<>();
  private final Map<Integer, List<Place>> lanes = new HashMap<>();

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
    layout.order();
    layout.spread();
    return layout.placed();
  }

  private void layer(List<Item> all, Set<Edge> edges) {
    int[] layer = new int[all.size()];
    List<Edge> sorted = edges.stream().sorted(Comparator.comparingInt(Edge::to)).toList();
    for (Edge edge : sorted) {
      layer[edge.to] = Math.max(layer[edge.to], layer[edge.from] + 1);
    }
    for (int i = 0; i < all.size(); i++) {
      items.add(add(new Place(i, all.get(i), layer[i])));
    }
  }

  private Place add(Place place) {
    while (layers.size() <= place.layer) {
      layers.add(new ArrayList<>());
    }
    layers.get(place.layer).add(place);
    return place;
  }

  private void connect(Edge edge) {
    Place from = items.get(edge.from);
    Place to = items.get(edge.to);
    List<Place> own = lanes.computeIfAbsent(edge.from, unused -> new ArrayList<>());
    Place last = from;
    for (int l = from.layer + 1; l < to.layer; l++) {
      int nth = l - from.layer - 1;
      if (own.size() <= nth) {
        Place lane = add(new Place(-1, Item.centred(LANE, 0), l));
        own.add(lane);
        join(last, lane);
      }
      last = own.get(nth);
    }
    join(last, to);
  }

  private static void join(Place upper, Place lower) {
    upper.below.add(lower);
    lower.above.add(upper);
  }

  /** Orders each layer by where its neighbours are, downwards and upwards in turn. */
  private void order() {
    layers.forEach(LevelLayout::number);
    Map<Place, Integer> best = orders();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Place> layer : down ? layers : layers.reversed()) {
        layer.sort(Comparator.comparingDouble(p -> barycentre(p, down ? p.above : p.below)));
        number(layer);
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = orders();
      }
    }
    for (List<Place> layer : layers) {
      layer.sort(Comparator.comparingInt(best::get));
      number(layer);
    }
  }

  private static double barycentre(Place place, List<Place> neighbours) {
    return neighbours.stream().mapToInt(n -> n.order).average().orElse(place.order);
  }

  private static void number(List<Place> layer) {
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).order = i;
    }
  }

  private Map<Place, Integer> orders() {
    Map<Place, Integer> orders = new HashMap<>();
    all().forEach(p -> orders.put(p, p.order));
    return orders;
  }

  private long crossings() {
    long count = 0;
    for (List<Place> layer : layers) {
      List<int[]> lines = new ArrayList<>();
      layer.forEach(p -> p.below.forEach(q -> lines.add(new int[] {p.order, q.order})));
      for (int i = 0; i < lines.size(); i++) {
        for (int j = i + 1; j < lines.size(); j++) {
          int[] a = lines.get(i);
          int[] b = lines.get(j);
          count += (long) (a[0] - b[0]) * (a[1] - b[1]) < 0 ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Moves places across towards their neighbours, as far as the order and the widths allow. */
  private void spread() {
    for (List<Place> layer : layers) {
      settle(layer, p -> -p.size.width / 2);
    }
    // The last sweep goes down, so that what follows one item alone stands straight below it.
    for (int sweep = 0; sweep <= SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Place> layer : down ? layers : layers.reversed()) {
        settle(layer, p -> down ? belowOthers(p) : aboveOthers(p));
      }
    }
  }

  private static double belowOthers(Place place) {
    double sum = 0;
    double weights = 0;
    for (Place n : place.above) {
      sum += weight(place, n) * (n.out() - place.size.in);
      weights += weight(place, n);
    }
    return weights == 0 ? place.x : sum / weights;
  }

  private static double aboveOthers(Place place) {
    double sum = 0;
    double weights = 0;
    for (Place n : place.below) {
      sum += weight(place, n) * (n.in() - place.size.out);
      weights += weight(place, n);
    }
    return weights == 0 ? place.x : sum / weights;
  }

  /** A lane that goes on in a lane should be straight. */
  private static double weight(Place place, Place neighbour) {
    return place.item < 0 && neighbour.item < 0 ? 8 : 1;
  }

  /**
   * The places nearest to the wanted ones (in least squares) that keep the order and the distances:
   * isotonic regression by pooling neighbours that are in each other's way.
   */
  private static void settle(List<Place> layer, ToDoubleFunction<Place> wanted) {
    double[] offset = new double[layer.size()];
    double[] sums = new double[layer.size()];
    int[] counts = new int[layer.size()];
    int pools = 0;
    for (int i = 0; i < layer.size(); i++) {
      offset[i] = i == 0 ? 0 : offset[i - 1] + distance(layer.get(i - 1), layer.get(i));
      sums[pools] = wanted.applyAsDouble(layer.get(i)) - offset[i];
      counts[pools++] = 1;
      while (pools > 1
          && sums[pools - 2] / counts[pools - 2] >= sums[pools - 1] / counts[pools - 1]) {
        sums[pools - 2] += sums[pools - 1];
        counts[pools - 2] += counts[pools - 1];
        pools--;
      }
    }
    int i = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int n = 0; n < counts[pool]; n++, i++) {
        layer.get(i).x = sums[pool] / counts[pool] + offset[i];
      }
    }
  }

  private static double distance(Place left, Place right) {
    return left.size.width + (left.item < 0 && right.item < 0 ? 0 : BETWEEN);
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
    all().forEach(p -> p.below.forEach(q -> hops.add(hop(p, q, top, bottom))));
    return new Placed(right - left, y, List.of(corners), List.copyOf(new LinkedHashSet<>(hops)));
  }

  /** Less where a single line goes straight to a port. */
  private double gapBefore(List<Place> layer) {
    Place first = layer.getFirst();
    boolean port = first.item == items.size() - 1 && first.size.height == 0;
    return port && layer.size() == 1 && first.above.size() == 1 ? gap / 3 : gap;
  }

  private Stream<Place> all() {
    return layers.stream().flatMap(List::stream);
  }

  private static double topOf(Place p, double[] top, double[] bottom) {
    return (top[p.layer] + bottom[p.layer] - p.size.height) / 2;
  }

  private static Hop hop(Place from, Place to, double[] top, double[] bottom) {
    List<Point> points = new ArrayList<>();
    double start = from.item < 0 ? bottom[from.layer] : topOf(from, top, bottom) + from.size.height;
    points.add(new Point(from.out(), start));
    if (start < bottom[from.layer]) {
      points.add(new Point(from.out(), bottom[from.layer]));
    }
    points.add(new Point(to.in(), top[to.layer]));
    double end = to.item < 0 ? bottom[to.layer] : topOf(to, top, bottom);
    if (end > top[to.layer]) {
      points.add(new Point(to.in(), end));
    }
    return new Hop(points, to.item >= 0);
  }
}
