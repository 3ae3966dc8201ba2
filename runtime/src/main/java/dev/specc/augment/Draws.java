package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers drawn for one batch, gathered so that they reach the device as one tensor.
 *
 * <p>They are float32, which holds whole numbers up to 2^24: places in a batch, pixels, levels.
 */
final class Draws {
  private float[] values = new float[256];
  private final List<Integer> ends = new ArrayList<>();
  private int size;

  /** What was kept by one call of {@link #keep}. */
  record Slot(int number) {}

  /** Numbers to be had again on the device. */
  Slot keep(float... numbers) {
    if (size + numbers.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, size + numbers.length));
    }
    System.arraycopy(numbers, 0, values, size, numbers.length);
    size += numbers.length;
    ends.add(size);
    return new Slot(ends.size() - 1);
  }

  /** Places of images in the batch. */
  Slot keep(int[] places) {
    float[] numbers = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      numbers[i] = places[i];
    }
    return keep(numbers);
  }

  /** Sends them to the device of the manager, in one copy. */
  OnDevice send(NDManager manager) {
    if (ends.isEmpty()) {
      return new OnDevice(new NDList());
    }
    NDArray all = manager.create(Arrays.copyOf(values, size));
    long[] cuts = ends.stream().limit(ends.size() - 1L).mapToLong(Integer::longValue).toArray();
    return new OnDevice(cuts.length == 0 ? new NDList(all) : all.split(cuts));
  }

  /** The numbers where the images are. */
  record OnDevice(NDList slots) {
    /** float32 [n], as they were kept. */
    NDArray get(Slot slot) {
      return slots.get(slot.number());
    }

    /** int64 [n]. */
    NDArray places(Slot slot) {
      return get(slot).toType(DataType.INT64, false);
    }
  }
}
