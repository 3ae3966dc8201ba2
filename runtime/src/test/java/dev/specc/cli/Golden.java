package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents beside the tests; {@code -Dspecc.update=true} rewrites them and fails once. */
final class Golden {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));
  static final Path FOLDER = ROOT.resolve("runtime/src/test/resources/dev/specc/cli");
  private static final boolean UPDATE = Boolean.getBoolean("specc.update");

  private Golden() {}

  /** A file of the repository, by its path from the top. */
  static Path repository(String path) {
    return ROOT.resolve(path).toAbsolutePath().normalize();
  }

  static void assertDocument(String name, String actual) throws IOException {
    assertFile(FOLDER.resolve(name), actual);
  }

  static void assertFile(Path file, String actual) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(actual)) {
      return;
    }
    if (UPDATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
      fail(file + " is rewritten: look at what changed");
    }
    assertEquals(Files.exists(file) ? Files.readString(file) : "", actual, file.toString());
  }
}
