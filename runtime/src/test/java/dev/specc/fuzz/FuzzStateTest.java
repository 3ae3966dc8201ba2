package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on where it was. */
class FuzzStateTest {
  @TempDir Path folder;

  @Test
  void aRunGoesOnWhereItWas() throws IOException {
    FuzzOptions options = options("--from", "5");
    FuzzState state = new FuzzState(5, 255, new Tally(150, 99, 1, 0), 12.5);
    state.write(options);
    assertEquals(state, FuzzState.read(options));
  }

  @Test
  void anotherFirstSeedIsAnotherRun() throws IOException {
    new FuzzState(5, 255, new Tally(150, 99, 1, 0), 12.5).write(options("--from", "5"));
    assertEquals(new FuzzState(6, 6, Tally.NONE, 0), FuzzState.read(options("--from", "6")));
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> FuzzOptions.of(Comparison.SHAPES, "--count", "many"));
    assertThrows(
        IllegalArgumentException.class, () -> FuzzOptions.of(Comparison.SHAPES, "--number", "3"));
    assertThrows(
        IllegalArgumentException.class, () -> FuzzOptions.of(Comparison.SHAPES, "--count"));
  }

  private FuzzOptions options(String name, String value) {
    return FuzzOptions.of(
        Comparison.SHAPES, name, value, "--state", folder.resolve("run/state").toString());
  }
}
