package dev.specc.fuzz;

import java.nio.file.Path;

/**
 * The arguments of a run of {@link Fuzz}.
 *
 * @param findings the folder for specs on which the two sides disagree
 */
record FuzzOptions(
    Comparison comparison, long count, long from, Path state, Path findings, int jobs) {
  static String usage(Comparison comparison) {
    return "usage: "
        + comparison.script()
        + " [--count N] [--from SEED] [--state FILE] [--findings FOLDER] [--jobs N]";
  }

  static FuzzOptions of(Comparison comparison, String... args) {
    FuzzOptions options =
        new FuzzOptions(
            comparison,
            10_000,
            1,
            comparison.state(),
            comparison.findings(),
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
      case "--count" ->
          new FuzzOptions(comparison, whole(name, value), from, state, findings, jobs);
      case "--from" ->
          new FuzzOptions(comparison, count, whole(name, value), state, findings, jobs);
      case "--state" -> new FuzzOptions(comparison, count, from, Path.of(value), findings, jobs);
      case "--findings" -> new FuzzOptions(comparison, count, from, state, Path.of(value), jobs);
      case "--jobs" ->
          new FuzzOptions(
              comparison, count, from, state, findings, Math.toIntExact(whole(name, value)));
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
