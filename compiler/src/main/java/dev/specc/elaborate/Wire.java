package dev.specc.elaborate;

import dev.specc.op.Shape;

/** What flows from step to step: a node's result, or nothing known after a mistake. */
sealed interface Wire {
  record Known(int node, Shape shape) implements Wire {}

  enum Unknown implements Wire {
    UNKNOWN
  }

  static Wire unknown() {
    return Unknown.UNKNOWN;
  }
}
