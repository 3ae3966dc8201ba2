package dev.specc.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inputs to start from: the zoo, the standard library, and every text of the error goldens. */
public final class Seeds {
  private static final Path ROOT = Path.of(System.getProperty("specc.root", ".."));

  private Seeds() {}

  /** The specs, small ones first. */
  public static Stream<byte[]> specs() {
    List<byte[]> texts = new ArrayList<>();
    for (String folder : List.of("specs", "compiler/src/test/resources/errors")) {
      texts.addAll(texts(ROOT.resolve(folder)));
    }
    return texts.stream().sorted((a, b) -> Integer.compare(a.length, b.length));
  }

  private static List<byte[]> texts(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().map(Seeds::bytes).toList();
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
