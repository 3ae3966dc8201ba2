package dev.specc.fuzz;

import java.io.IOException;

/**
 * Compares what both engines and every export compute for any number of random specs: the command
 * behind benchmarks/fuzz-exports.sh. What is compared stands in {@link ExportDifferential}.
 */
final class ExportFuzz {
  private ExportFuzz() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(Fuzz.run(Comparison.EXPORTS, args));
  }
}
