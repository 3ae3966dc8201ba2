package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specs on which engines or exports once disagreed. The first line of each says how. */
class ExportRegressionsTest {
  static List<Path> specs() throws IOException {
    Path folder =
        Path.of(
            System.getProperty("specc.root"), "runtime/src/test/resources/dev/specc/fuzz/exports");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void allAgree(Path spec) throws IOException {
    assertAgree(List.of(spec), Optional.empty());
  }

  @Tag("oracle")
  @Test
  void inPyTorchToo() throws IOException {
    Optional<TorchServer> torch = TorchServer.start();
    assertTrue(torch.isPresent());
    assertAgree(specs(), torch);
  }

  private static void assertAgree(List<Path> specs, Optional<TorchServer> torch)
      throws IOException {
    try (ExportDifferential differential = new ExportDifferential(torch)) {
      for (Path spec : specs) {
        Verdict verdict = differential.of(Files.readString(spec));
        assertInstanceOf(Verdict.Accepted.class, verdict, spec.toString());
        assertEquals(List.of(), verdict.disagreements(), spec.toString());
      }
    }
  }
}
