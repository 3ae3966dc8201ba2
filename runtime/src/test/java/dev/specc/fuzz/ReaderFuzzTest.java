package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The YAML reader for any text: a tree whose nodes lie in the text, each in its parent, or errors.
 */
class ReaderFuzzTest {
  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "/fuzz/language.dict")
  @FuzzTest(maxDuration = "60s")
  void read(byte[] text) {
    SourceFile file = new SourceFile("fuzz.yaml", new String(text, StandardCharsets.UTF_8));
    CpuTime.limited(() -> read(file));
  }

  static Stream<byte[]> seeds() {
    return Seeds.specs();
  }

  private static void read(SourceFile file) {
    YamlReader.Tree tree = YamlReader.read(file);
    tree.diagnostics().forEach(d -> requirePlaced(d.span(), file));
    assertTrue(tree.root().isPresent() || !tree.diagnostics().isEmpty(), "neither tree nor error");
    tree.root().ifPresent(root -> requirePlaced(root.span(), file));
    if (tree.root().orElse(null) instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(e -> requirePlaced(e.key().span(), file));
    }
  }

  private static void requirePlaced(Span span, SourceFile file) {
    assertTrue(span.end() <= file.text().length(), "a span past the end");
    assertTrue(span.line() >= 1 && span.column() >= 1 && span.endLine() >= span.line(), "no place");
    assertTrue(file.lineText(span.line()).length() <= file.text().length(), "no line");
  }
}
