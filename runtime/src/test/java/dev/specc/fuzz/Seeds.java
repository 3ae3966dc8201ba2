package dev.specc.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Inputs to start from: the zoo, the standard library, and every text of the error goldens. */
public final class Seeds {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));

  private Seeds() {}

  /** The specs, small ones first. */
  public static Stream<byte[]> specs() {
    return Stream.of("specs", "compiler/src/test/resources/errors")
        .flatMap(folder -> files(folder, ".yaml"))
        .sorted(Comparator.comparingInt(text -> text.length));
  }

  /** The files in a folder of the repository, and in those below. */
  static Stream<byte[]> files(String folder, String ending) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(Seeds::bytes)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
