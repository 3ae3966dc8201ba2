package dev.specc.fuzz;

import dev.specc.op.Shape;

/** Which shapes a 1x1 window with a stride takes to which, by trying every stride. */
final class Shortcuts {
  private Shortcuts() {}

  static boolean reachable(Shape body, Shape input) {
    if (body.rank() == 1 && input.rank() == 1) {
      return true;
    }
    return body.isMap()
        && input.isMap()
        && reachable(input.height(), body.height())
        && reachable(input.width(), body.width());
  }

  private static boolean reachable(long from, long to) {
    for (long stride = 1; stride <= from; stride++) {
      long kept = 0;
      for (long at = 0; at < from; at += stride) {
        kept++;
      }
      if (kept == to) {
        return true;
      }
    }
    return false;
  }
}
