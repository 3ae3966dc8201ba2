package dev.specc.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The second step of a layered drawing: an order in each layer in which few lines cross, by the
 * barycentres of neighbours (Sugiyama, Tagawa and Toda 1981).
 */
final class CrossingReduction {
  private static final int SWEEPS = 8;

  private CrossingReduction() {}

  /** Orders each layer by where its neighbours are, downwards and upwards in turn. */
  static void order(List<List<LayerPlace>> layers) {
    layers.forEach(CrossingReduction::number);
    Map<LayerPlace, Integer> best = orders(layers);
    long fewest = crossings(layers);
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<LayerPlace> layer : down ? layers : layers.reversed()) {
        layer.sort(Comparator.comparingDouble(p -> barycentre(p, down)));
        number(layer);
      }
      long crossings = crossings(layers);
      if (crossings < fewest) {
        fewest = crossings;
        best = orders(layers);
      }
    }
    for (List<LayerPlace> layer : layers) {
      layer.sort(Comparator.comparingInt(best::get));
      number(layer);
    }
  }

  private static double barycentre(LayerPlace place, boolean down) {
    return place.before(down).stream()
        .mapToDouble(n -> down ? n.place().order : n.place().order(n.port()))
        .average()
        .orElse(place.order);
  }

  private static void number(List<LayerPlace> layer) {
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).order = i;
    }
  }

  private static Map<LayerPlace, Integer> orders(List<List<LayerPlace>> layers) {
    Map<LayerPlace, Integer> orders = new HashMap<>();
    layers.stream().flatMap(List::stream).forEach(p -> orders.put(p, p.order));
    return orders;
  }

  private static long crossings(List<List<LayerPlace>> layers) {
    long count = 0;
    for (List<LayerPlace> layer : layers) {
      List<double[]> lines = new ArrayList<>();
      layer.forEach(
          p -> p.below.forEach(q -> lines.add(new double[] {p.order, q.place().order(q.port())})));
      for (int i = 0; i < lines.size(); i++) {
        for (int j = i + 1; j < lines.size(); j++) {
          double[] a = lines.get(i);
          double[] b = lines.get(j);
          count += (a[0] - b[0]) * (a[1] - b[1]) < 0 ? 1 : 0;
        }
      }
    }
    return count;
  }
}
