package dev.specc.memory;

import dev.specc.memory.Arena.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of values in a backward pass. Where a value has several readers, their gradients
 * are summed up, in place where one of them is nobody else's.
 */
final class Gradients {
  /**
   * The gradient of a value.
   *
   * @param whole whether it is all of its memory, and not a part of another gradient
   * @param shared whether the script was written so that others may read the same memory
   * @param format how it lies in memory
   */
  record Gradient(Buffer buffer, boolean whole, boolean shared, MemoryFormat format) {
    /** Whether it may be written over. */
    boolean isOwn() {
      return whole && !shared && !buffer.isShared();
    }
  }

  private final Arena arena;
  private final @Nullable Gradient[] sums;

  Gradients(Arena arena, int values) {
    this.arena = arena;
    this.sums = new Gradient[values];
  }

  /** The sum so far. */
  @Nullable Gradient of(int value) {
    return sums[value];
  }

  /** The sum, which is complete: there is none from here on. */
  @Nullable Gradient take(int value) {
    Gradient sum = sums[value];
    sums[value] = null;
    return sum;
  }

  /** Adds one that is new. */
  void addNew(int value, long bytes, MemoryFormat format) {
    add(value, fresh(bytes, format), bytes);
  }

  /**
   * Adds one that lies in another's memory.
   *
   * @param shared whether others get the same memory
   */
  void addPassed(int value, Gradient from, boolean whole, boolean shared, long bytes) {
    boolean others = from.shared() || shared;
    add(value, new Gradient(from.buffer().hold(), whole, others, from.format()), bytes);
  }

  /** The script does not know who has what autograd gives. */
  void share(int value) {
    Gradient sum = sums[value];
    if (sum != null) {
      sums[value] = new Gradient(sum.buffer(), sum.whole(), true, sum.format());
    }
  }

  private Gradient fresh(long bytes, MemoryFormat format) {
    return new Gradient(arena.allocate(bytes, Part.TEMPORARIES), true, false, format);
  }

  private void add(int value, Gradient more, long bytes) {
    Gradient sum = sums[value];
    if (sum == null) {
      sums[value] = more;
    } else if (sum.isOwn()) {
      more.buffer().release();
    } else if (more.isOwn()) {
      sum.buffer().release();
      sums[value] = more;
    } else {
      sums[value] = fresh(bytes, sum.format());
      sum.buffer().release();
      more.buffer().release();
    }
  }
}
