package dev.specc.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The files in which Linux counts memory: a name, a colon, and kibibytes in each line. */
public final class ProcFile {
  private ProcFile() {}

  /**
   * Bytes of the line that begins with a name.
   *
   * @return empty where there is no such file or line, as on other systems
   */
  public static OptionalLong bytes(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
