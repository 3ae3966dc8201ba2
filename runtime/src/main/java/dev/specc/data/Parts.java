package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;

/** Cuts arrays along the batch. */
public final class Parts {
  private Parts() {}

  /**
   * Views of so many examples each, of which the last has what is left; the array itself where that
   * is all, and none of no examples.
   */
  public static NDList of(NDArray array, int size) {
    long examples = array.getShape().get(0);
    if (examples == 0) {
      return new NDList();
    }
    long[] cuts = new long[Math.toIntExact(Math.ceilDiv(examples, size)) - 1];
    Arrays.setAll(cuts, i -> (i + 1L) * size);
    return array.split(cuts);
  }
}
