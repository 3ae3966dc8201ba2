package dev.specc.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Times calls in turns, round by round, so that what else the machine does disturbs all alike. */
public final class Rounds {
  /**
   * Does its work so many times, and waits until the device has done it.
   *
   * <p>One after the other, without a wait in between, as a loop that trains does it.
   */
  public interface Call {
    void run(int times);
  }

  private static final int WARM_UP = 3;
  private static final double WARM_UP_MILLIS = 500;

  private final int rounds;
  private final double millis;

  /**
   * @param rounds how many, at least 1
   * @param millis that a call's part of a round takes at least
   */
  public Rounds(int rounds, double millis) {
    this.rounds = rounds;
    this.millis = millis;
  }

  /**
   * One timing for each call, in their order.
   *
   * @param progress told the number of each round that ended, from 1 on
   */
  public List<Timing> time(List<? extends Call> calls, IntConsumer progress) {
    int[] times = calls.stream().mapToInt(this::timesOf).toArray();
    List<List<Double>> millis = new ArrayList<>();
    calls.forEach(call -> millis.add(new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < times.length; i++) {
        calls.get(i).run(1); // finds the caches full of another's data: not timed
        millis.get(i).add(millis(calls.get(i), times[i]));
      }
      progress.accept(round);
    }
    return millis.stream().map(Timing::new).toList();
  }

  /** Warms up; as many calls as a round takes. */
  private int timesOf(Call call) {
    long start = System.nanoTime();
    double last;
    do {
      last = millis(call, WARM_UP);
    } while ((System.nanoTime() - start) / 1e6 < WARM_UP_MILLIS);
    return (int) Math.max(1, Math.ceil(millis / last));
  }

  private static double millis(Call call, int times) {
    long start = System.nanoTime();
    call.run(times);
    return (System.nanoTime() - start) / 1e6 / times;
  }
}
