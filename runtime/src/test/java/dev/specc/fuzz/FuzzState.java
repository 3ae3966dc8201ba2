package dev.specc.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * How far a run is: every seed from the first to before the next one is judged.
 *
 * @param seconds how long it took, interruptions left out
 */
record FuzzState(long from, long next, Tally tally, double seconds) {
  /** The state of a run with the same first seed, or a new one. */
  static FuzzState read(FuzzOptions options) throws IOException {
    if (Files.exists(options.state())) {
      List<String> lines = Files.readAllLines(options.state());
      if (lines.size() == 4 && Long.parseLong(lines.get(0)) == options.from()) {
        return new FuzzState(
            options.from(),
            Long.parseLong(lines.get(1)),
            Tally.of(lines.get(2)),
            Double.parseDouble(lines.get(3)));
      }
    }
    return new FuzzState(options.from(), options.from(), Tally.NONE, 0);
  }

  /** Never leaves half a file: an interruption finds the old state or the new one. */
  void write(FuzzOptions options) throws IOException {
    Path file = options.state().toAbsolutePath();
    Files.createDirectories(file.getParent());
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, from + "\n" + next + "\n" + tally + "\n" + seconds + "\n");
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "seeds %d to %d: %,d specs judged (%,d accepted, %,d rejected), %,d too costly to run,"
            + " %,d disagreements, %.0f s, %.0f a second",
        from,
        next - 1,
        tally.judged(),
        tally.accepted(),
        tally.rejected(),
        tally.costly(),
        tally.disagreements(),
        seconds,
        tally.judged() / Math.max(seconds, 1));
  }
}
