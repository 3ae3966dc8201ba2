package dev.specc.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that judges ranges of seeds: {@code FROM COUNT} on a line of its input gives a tally on
 * a line of its output. libtorch may end a process, so another one counts.
 */
final class FuzzWorker {
  private FuzzWorker() {}

  public static void main(String[] args) throws IOException {
    Comparison comparison = Comparison.valueOf(args[0]);
    Path findings = Path.of(args[1]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Judge judge = comparison.judge()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] range = line.split(" ");
        long from = Long.parseLong(range[0]);
        System.out.println(judge(from, from + Long.parseLong(range[1]), judge, findings));
      }
    }
  }

  private static Tally judge(long from, long to, Judge judge, Path findings) throws IOException {
    Tally tally = Tally.NONE;
    for (long seed = from; seed < to; seed++) {
      SpecTree spec = Generator.spec(seed);
      Verdict verdict = judge.of(spec);
      tally = tally.plus(verdict);
      if (!verdict.disagreements().isEmpty()) {
        Files.createDirectories(findings);
        Files.writeString(
            findings.resolve("seed-" + seed + ".yaml"),
            Finding.of(seed, spec, verdict, judge).text());
      }
    }
    return tally;
  }
}
