package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one wants of a net with an error, the fix is the one that was tried. */
class TriedFixTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"check", "train", "fit", "passes", "shapes", "bench"})
  void isOffered(String command) throws IOException {
    Path spec = folder.resolve("net.yaml");
    Files.writeString(
        spec,
        """
        specc: 1
        name: net
        input: [3, 32, 32]
        net:
          - residual:
              - conv: {out: 3, kernel: 3}
        """);
    Outcome outcome = Outcome.of(command, spec.toString());
    String said = outcome.out() + outcome.err();
    assertTrue(said.contains("help: `padding: 1` keeps 32x32; the spec passes with it"), said);
    assertEquals(1, outcome.status());
  }
}
