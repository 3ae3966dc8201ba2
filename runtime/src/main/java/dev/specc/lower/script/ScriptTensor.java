package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import dev.specc.memory.MemoryFormat;
import java.util.stream.IntStream;

/**
 * A tensor that a module holds.
 *
 * @param values float32 or int64, read when the archive is written
 * @param trained whether it is a parameter; otherwise it is a buffer
 * @param format how its elements lie in memory
 */
public record ScriptTensor(NDArray values, boolean trained, MemoryFormat format) {
  /** The elements in the order in which they lie in memory. */
  NDArray elements() {
    return isChannelsLast() ? values.transpose(0, 2, 3, 1).flatten() : values.flatten();
  }

  /** The distance in memory between neighbours along each axis. */
  long[] strides() {
    long[] dims = values.getShape().getShape();
    int[] fromOuter =
        isChannelsLast() ? new int[] {0, 2, 3, 1} : IntStream.range(0, dims.length).toArray();
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[fromOuter[i]] = stride;
      stride *= dims[fromOuter[i]];
    }
    return strides;
  }

  /** The format, where it has the four axes that channels last is for. */
  MemoryFormat lies() {
    return values.getShape().dimension() == 4 ? format : MemoryFormat.CONTIGUOUS;
  }

  private boolean isChannelsLast() {
    return lies() == MemoryFormat.CHANNELS_LAST;
  }
}
