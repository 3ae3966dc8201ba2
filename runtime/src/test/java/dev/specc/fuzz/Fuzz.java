package dev.specc.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Judges any number of random specs, in several processes: the command behind benchmarks/fuzz.sh.
 *
 * <p>What is finished without a gap is kept in a state file after every range of seeds, so that an
 * interrupted run goes on where it was.
 */
final class Fuzz {
  private static final int RANGE = 250;

  private final FuzzOptions options;
  private final TreeMap<Long, Tally> ahead = new TreeMap<>();
  private final long started = System.nanoTime();
  private FuzzState state;
  private long judgedBefore;
  private long next;
  private double counted;

  private Fuzz(FuzzOptions options) throws IOException {
    this.options = options;
    this.state = FuzzState.read(options);
    this.next = state.next();
    this.judgedBefore = state.tally().judged();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(Comparison.SHAPES, args));
  }

  /** Exit status: 0 where all agree, 1 where something does not, 2 for wrong usage. */
  static int run(Comparison comparison, String... args) throws IOException, InterruptedException {
    FuzzOptions options;
    try {
      options = FuzzOptions.of(comparison, args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(FuzzOptions.usage(comparison));
      return 2;
    }
    return new Fuzz(options).run();
  }

  private int run() throws InterruptedException, IOException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.jobs(); i++) {
      threads.add(Thread.ofPlatform().start(this::drive));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.err.println();
    System.out.println(state.summary());
    if (state.tally().disagreements() > 0) {
      System.out.println("the smallest specs that show them are in " + options.findings());
    }
    return state.tally().disagreements() > 0 ? 1 : 0;
  }

  /** Feeds one process with ranges until none is left. */
  private void drive() {
    try (WorkerProcess worker = new WorkerProcess(options.comparison(), options.findings())) {
      for (long from = take(); from >= 0; from = take()) {
        done(from, worker.judge(from, size(from)));
      }
    } catch (IOException e) {
      System.err.println("a worker cannot be started: " + e.getMessage());
    } catch (InterruptedException stopped) {
      System.err.println("\nstopped; the same command goes on from here");
    }
  }

  private long size(long from) {
    return Math.min(RANGE, options.from() + options.count() - from);
  }

  private synchronized long take() {
    if (next >= options.from() + options.count()) {
      return -1;
    }
    long from = next;
    next += RANGE;
    return from;
  }

  private synchronized void done(long from, Tally tally) throws IOException {
    ahead.put(from, tally);
    while (!ahead.isEmpty() && ahead.firstKey() == state.next()) {
      long first = ahead.firstKey();
      double now = (System.nanoTime() - started) / 1e9;
      double seconds = state.seconds() + now - counted;
      counted = now;
      state =
          new FuzzState(
              state.from(), first + size(first), state.tally().plus(ahead.remove(first)), seconds);
    }
    state.write(options);
    progress();
  }

  private void progress() {
    double seconds = (System.nanoTime() - started) / 1e9;
    double rate = (state.tally().judged() - judgedBefore) / seconds;
    long left = options.from() + options.count() - state.next();
    String eta =
        rate > 0
            ? Duration.ofSeconds((long) (left / rate))
                .toString()
                .substring(2)
                .toLowerCase(Locale.ROOT)
            : "?";
    System.err.printf(
        Locale.ROOT,
        "\r%,d of %,d specs, %.0f a second, %d accepted, %d rejected, %d disagree, %s left   ",
        state.next() - options.from(),
        options.count(),
        rate,
        state.tally().accepted(),
        state.tally().rejected(),
        state.tally().disagreements(),
        eta);
  }
}
