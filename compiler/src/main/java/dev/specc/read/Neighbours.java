package dev.specc.read;

import dev.specc.diagnostic.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The YAML files in the folder of one that is not there. */
final class Neighbours {
  private static final String YAML = ".yaml";

  private Neighbours() {}

  /** The file that was most likely meant, written as the missing one is. */
  static Optional<Path> meant(Path missing) {
    Path file = missing.getFileName();
    if (file == null) {
      return Optional.empty();
    }
    List<String> stems = stems(Optional.ofNullable(missing.getParent()).orElse(Path.of("")));
    return Suggestion.closest(stem(file), stems).map(stem -> missing.resolveSibling(stem + YAML));
  }

  /** In the order of the alphabet; none where the folder cannot be read. */
  private static List<String> stems(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.toString().endsWith(YAML))
          .map(path -> stem(path.getFileName()))
          .limit(Suggestion.MAX_CANDIDATES)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static String stem(Path name) {
    String text = name.toString();
    return text.endsWith(YAML) ? text.substring(0, text.length() - YAML.length()) : text;
  }
}
