package dev.specc.fuzz;

import java.nio.file.Path;

/**
 * The arguments of {@link Fuzz}.
 *
 * @param findings the folder for specs on which the two sides disagree
 */
record FuzzOptions(long count, long from, Path state, Path findings, int jobs) {
  static final String USAGE =
      "usage: benchmarks/fuzz.sh [--count N] [--from SEED] [--state FILE] [--findings FOLDER]"
          + " [--jobs N]";

  static FuzzOptions of(String... args) {
    FuzzOptions options =
        new FuzzOptions(
            10_000,
            1,
            Path.of("runtime/target/fuzz.state"),
            Path.of("runtime/target/fuzz-findings"),
            Math.max(1, Runtime.getRuntime().availableProcessors()));
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private FuzzOptions with(String name, String value) {
    return switch (name) {
      case "--count" -> new FuzzOptions(whole(name, value), from, state, findings, jobs);
      case "--from" -> new FuzzOptions(count, whole(name, value), state, findings, jobs);
      case "--state" -> new FuzzOptions(count, from, Path.of(value), findings, jobs);
      case "--findings" -> new FuzzOptions(count, from, state, Path.of(value), jobs);
      case "--jobs" ->
          new FuzzOptions(count, from, state, findings, Math.toIntExact(whole(name, value)));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static long whole(String name, String value) {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(name + " takes a whole number from 1 on, not " + value);
    }
    return Long.parseLong(value);
  }
}
