package dev.specc.memory;

import dev.specc.op.Shape;
import dev.specc.precision.Precision;

/**
 * Where a training step on a CPU has sums of its own for batch norms. libtorch 2.7.1 adds up arrays
 * with channels last in one row of channels for each thread; where these rows do not fill lines of
 * the cache, threads share some, and two of them take twice the time of one. So the same memory is
 * summed up as an array of 16 times the channels, unless there are many.
 */
public final class WideSums {
  /** How many pixels lie side by side: their rows fill lines, which have 16 float32. */
  public static final int PIXELS = 16;

  /** From here on the line that two threads share is one of so many that it does not count. */
  private static final int MANY_CHANNELS = 128;

  /** Of float32, that libtorch computes with at a time. */
  private static final int VECTOR = 8;

  private WideSums() {}

  /**
   * @param shape of what a batch norm reads
   */
  public static boolean areOf(
      Shape shape, MemoryFormat format, Processor processor, Precision precision) {
    return shape.isMap()
        && shape.channels() % PIXELS != 0
        && shape.channels() < MANY_CHANNELS
        && shape.height() * shape.width() % PIXELS == 0
        && processor == Processor.CPU
        && format == MemoryFormat.CHANNELS_LAST
        && precision == Precision.FLOAT32;
  }

  /**
   * Whether what follows from the sums is computed on this form of the array, too: libtorch 2.7.1
   * takes a channel at a time where the channels fill no vectors, [48, 6, 56, 56] in 3.7 ms instead
   * of 0.3.
   */
  public static boolean applyToo(Shape shape) {
    return shape.channels() % VECTOR != 0;
  }
}
