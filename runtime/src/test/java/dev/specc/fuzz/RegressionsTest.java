package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The specs on which the two sides once disagreed, as small as they get. The first line of each
 * says what it is now: {@code # accepted} or {@code # rejected CODE}.
 */
class RegressionsTest {
  static List<Path> specs() throws IOException {
    Path folder =
        Path.of(System.getProperty("specc.root"), "runtime/src/test/resources/dev/specc/fuzz");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theTwoSidesAgree(Path spec) throws IOException {
    String text = Files.readString(spec);
    try (Differential differential = new Differential()) {
      Verdict verdict = differential.of(text);
      assertEquals(List.of(), verdict.disagreements());
      String first = text.lines().findFirst().orElseThrow();
      switch (verdict) {
        case Verdict.Accepted accepted -> assertEquals("# accepted", first);
        case Verdict.Rejected rejected ->
            assertEquals(
                first, "# rejected " + rejected.codes().stream().map(Code::id).toList().getFirst());
        case Verdict.TooCostly costly -> assertTrue(false, "too costly");
      }
    }
  }
}
