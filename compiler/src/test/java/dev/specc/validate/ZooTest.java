package dev.specc.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spec of the repository, and every file of blocks, holds to the schema. */
class ZooTest {
  static List<Path> specs() throws IOException {
    Path root = Path.of(System.getProperty("specc.root", "..")).resolve("specs");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(ZooTest::isSpec).sorted().toList();
    }
  }

  private static boolean isSpec(Path file) {
    return file.toString().endsWith(".yaml") && !file.getParent().endsWith("recipes");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("specs")
  void holdsToTheSchema(Path spec) throws IOException {
    SourceFile file = new SourceFile(spec.getFileName().toString(), Files.readString(spec));
    YamlNode root = YamlReader.read(file).root().orElseThrow();
    assertEquals(List.of(), SchemaValidator.validate(root).diagnostics());
  }
}
