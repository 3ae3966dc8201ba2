package dev.specc.fuzz;

import java.nio.file.Path;

/** What a run compares. */
enum Comparison {
  /** What the compiler says of a spec, and what libtorch does. */
  SHAPES("fuzz"),
  /** What both engines and every export compute. */
  EXPORTS("fuzz-exports");

  private final String title;

  Comparison(String title) {
    this.title = title;
  }

  /** The script in {@code benchmarks} that starts it. */
  String script() {
    return "benchmarks/" + title + ".sh";
  }

  Path state() {
    return Path.of("runtime/target", title + ".state");
  }

  Path findings() {
    return Path.of("runtime/target", title + "-findings");
  }

  Judge judge() {
    return switch (this) {
      case SHAPES -> new Differential();
      case EXPORTS -> new ExportDifferential(TorchServer.start());
    };
  }
}
