package dev.specc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.specc.Compiler;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The specs that README shows are specs. */
class ReadmeTest {
  private static final Path README = Path.of(System.getProperty("specc.root"), "README.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder = Path.of("");

  @Test
  void everySpecPasses() throws IOException {
    List<String> specs =
        YAML.matcher(Files.readString(README)).results().map(found -> found.group(1)).toList();
    assertFalse(specs.isEmpty());
    for (String spec : specs) {
      Path file = Files.writeString(folder.resolve("spec.yaml"), spec);
      Compiler.Request request = Compiler.Request.of(file.toString());
      Compiler.Result result = new Compiler(new FileSources()).compile(request);
      assertEquals(List.of(), result.diagnostics());
    }
  }
}
