package dev.specc.memory;

import java.util.EnumMap;
import java.util.Map;

/** Counts bytes that are allocated and freed, and keeps what there was at the worst moment. */
final class Arena {
  private final Map<Part, Long> live = new EnumMap<>(Part.class);
  private Map<Part, Long> worst = new EnumMap<>(Part.class);
  private long total;
  private long peak = -1;

  Arena() {
    for (Part part : Part.values()) {
      live.put(part, 0L);
    }
  }

  /** Memory that several may hold; it is free when the last one lets go. */
  final class Buffer {
    private final long bytes;
    private final Part part;
    private int holders = 1;

    private Buffer(long bytes, Part part) {
      this.bytes = bytes;
      this.part = part;
    }

    Buffer hold() {
      holders++;
      return this;
    }

    void release() {
      if (--holders == 0) {
        take(-bytes, part);
      }
    }

    boolean isHeld() {
      return holders > 0;
    }

    boolean isShared() {
      return holders > 1;
    }
  }

  Buffer allocate(long bytes, Part part) {
    take(bytes, part);
    return new Buffer(bytes, part);
  }

  private void take(long bytes, Part part) {
    live.merge(part, bytes, Long::sum);
    total += bytes;
    note(0);
  }

  /** An op takes so much for a moment, on top of what there is. */
  void spike(long bytes) {
    note(bytes);
  }

  private void note(long more) {
    if (total + more > peak) {
      peak = total + more;
      worst = new EnumMap<>(live);
      worst.merge(Part.TEMPORARIES, more, Long::sum);
    }
  }

  Map<Part, Long> worst() {
    return worst;
  }
}
