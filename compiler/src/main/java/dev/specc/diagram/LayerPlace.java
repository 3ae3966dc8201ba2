package dev.specc.diagram;

import java.util.ArrayList;
import java.util.List;

/** A place in a layer: that of an item, or of a lane in which a line passes through the layer. */
final class LayerPlace {
  /**
   * A line to a neighbour.
   *
   * @param port at which it arrives at the lower one of the two
   */
  record Link(LayerPlace place, int port) {}

  private static final int NONE = -1;

  final int item;
  final LevelLayout.Item size;
  final int layer;
  final List<Link> above = new ArrayList<>();
  final List<Link> below = new ArrayList<>();

  /** From the left of its layer. */
  int order;

  /** Of its left side. */
  double x;

  LayerPlace(int item, LevelLayout.Item size, int layer) {
    this.item = item;
    this.size = size;
    this.layer = layer;
  }

  static LayerPlace lane(LevelLayout.Item size, int layer) {
    return new LayerPlace(NONE, size, layer);
  }

  boolean isLane() {
    return item == NONE;
  }

  /** Its neighbours in the layer above, for a sweep that goes down; else those below. */
  List<Link> before(boolean down) {
    return down ? above : below;
  }

  double in(int port) {
    return x + size.in().get(port);
  }

  /** Where a line arrives, among the places of its layer: between its own order and the next. */
  double order(int port) {
    return order + (size.width() == 0 ? 0 : size.in().get(port) / size.width());
  }

  double out() {
    return x + size.out();
  }
}
