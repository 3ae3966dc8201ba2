package dev.specc.diagram;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The third step of a layered drawing: places across, as near to those of their neighbours as the
 * order in each layer allows.
 */
final class CoordinateAssignment {
  private static final double BETWEEN = 22;
  private static final int SWEEPS = 8;

  private CoordinateAssignment() {}

  /** Moves places across towards their neighbours, as far as the order and the widths allow. */
  static void spread(List<List<LayerPlace>> layers) {
    for (List<LayerPlace> layer : layers) {
      settle(layer, p -> -p.size.width() / 2);
    }
    // The last sweep goes down, so that what follows one item alone stands straight below it.
    for (int sweep = 0; sweep <= SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<LayerPlace> layer : down ? layers : layers.reversed()) {
        settle(layer, p -> middle(p, down));
      }
    }
  }

  /** In the middle of its neighbours above, or below. */
  private static double middle(LayerPlace place, boolean down) {
    double sum = 0;
    double weights = 0;
    for (LayerPlace.Link link : place.before(down)) {
      LayerPlace n = link.place();
      double straight =
          down ? n.out() - place.size.in().get(link.port()) : n.in(link.port()) - place.size.out();
      sum += weight(place, n) * straight;
      weights += weight(place, n);
    }
    return weights == 0 ? place.x : sum / weights;
  }

  /** A lane that goes on in a lane should be straight. */
  private static double weight(LayerPlace place, LayerPlace neighbour) {
    return place.isLane() && neighbour.isLane() ? 8 : 1;
  }

  /**
   * The places nearest to the wanted ones (in least squares) that keep the order and the distances:
   * isotonic regression by pooling neighbours that are in each other's way.
   */
  private static void settle(List<LayerPlace> layer, ToDoubleFunction<LayerPlace> wanted) {
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

  private static double distance(LayerPlace left, LayerPlace right) {
    return left.size.width() + (left.isLane() && right.isLane() ? 0 : BETWEEN);
  }
}
