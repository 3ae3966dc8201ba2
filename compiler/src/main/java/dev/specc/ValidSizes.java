package dev.specc;

import dev.specc.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The square input sizes for which a spec is valid, as {@link SizeSearch} finds them: exact over
 * the range that was tried.
 *
 * @param valid the sizes that work, ascending
 * @param counterexample the first size that does not work after one that does; else the last that
 *     does not work before any; null where all work
 * @param failure why that size does not work; null where all work
 */
public record ValidSizes(
    long from,
    long to,
    List<Long> valid,
    @Nullable Long counterexample,
    @Nullable Diagnostic failure) {
  private static final int MAX_RUNS = 8;
  private static final int MAX_PERIOD = 128;

  public ValidSizes {
    valid = List.copyOf(valid);
  }

  /** A stretch of neighbouring sizes. */
  private record Run(long first, long last) {
    String show() {
      return first == last ? Long.toString(first) : first + " to " + last;
    }
  }

  /** {@code all from 75 on}, {@code multiples of 32 from 32 on}, or the runs themselves. */
  public String describe() {
    if (valid.isEmpty()) {
      return "none from " + from + " to " + to;
    }
    long first = valid.getFirst();
    if (valid.size() == to - first + 1) {
      return first == from && valid.size() == to - from + 1
          ? "all from " + from + " to " + to
          : "all from " + first + " on (tried to " + to + ")";
    }
    return regular(first).orElseGet(this::listed);
  }

  /** Every m-th size from the first on. */
  private Optional<String> regular(long first) {
    for (long m = 2; m <= MAX_PERIOD && valid.size() > 2; m++) {
      long period = m;
      List<Long> every =
          LongStream.rangeClosed(first, to).filter(s -> (s - first) % period == 0).boxed().toList();
      if (every.equals(valid)) {
        String what = first % m == 0 ? "multiples of " + m : "every " + m + ordinal(m) + " size";
        return Optional.of(what + " from " + first + " on (tried to " + to + ")");
      }
    }
    return Optional.empty();
  }

  private static String ordinal(long m) {
    return m % 10 == 2 && m % 100 != 12
        ? "nd"
        : m % 10 == 3 && m % 100 != 13 ? "rd" : m % 10 == 1 && m % 100 != 11 ? "st" : "th";
  }

  private String listed() {
    List<Run> runs = runs();
    String text = runs.stream().limit(MAX_RUNS).map(Run::show).collect(Collectors.joining(", "));
    int more = runs.size() - MAX_RUNS;
    return text + (more > 0 ? " and " + more + " more runs" : "") + " (tried to " + to + ")";
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (long size : valid) {
      if (!runs.isEmpty() && runs.getLast().last == size - 1) {
        runs.set(runs.size() - 1, new Run(runs.getLast().first, size));
      } else {
        runs.add(new Run(size, size));
      }
    }
    return runs;
  }
}
