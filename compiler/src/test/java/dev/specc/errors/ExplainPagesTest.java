package dev.specc.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Explanation;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code has a page; its bad spec gives the code and its good spec nothing. */
class ExplainPagesTest {
  /** Codes about files as a whole: their pages show no specs. */
  private static final Set<Code> WITHOUT_SPECS =
      EnumSet.of(Code.FILE_NOT_READABLE, Code.NOT_TEXT, Code.EMPTY_FILE, Code.FILE_TOO_LARGE);

  private static final String LIBRARY =
      """
      specc: 1
      blocks:
        ConvRelu:
          params: {out}
          body:
            - conv: {out: out, kernel: 3}
            - relu
      """;

  /**
   * One spec, the library that a page may import as {@code lib/convs}, and a recipe, {@code
   * recipes/short}.
   */
  private record Page(String spec) implements Sources {
    @Override
    public Loaded load(String name) {
      return new Loaded.Text(new SourceFile(name, spec));
    }

    @Override
    public Loaded loadImport(String importer, String target) {
      return target.equals("lib/convs")
          ? new Loaded.Text(new SourceFile(target, LIBRARY))
          : new Loaded.Failed(Code.BAD_IMPORT, target + " is not below the folder");
    }

    @Override
    public Loaded loadRecipe(String spec, String target) {
      return target.equals("recipes/short")
          ? new Loaded.Text(new SourceFile(target, "recipe: 1\nepochs: 3\n"))
          : new Loaded.Failed(Code.BAD_RECIPE, target + " does not exist");
    }
  }

  @ParameterizedTest
  @EnumSource
  void startsWithCodeAndTitle(Code code) {
    assertTrue(page(code).startsWith("# " + code.id() + ": " + code.title() + "\n"), page(code));
    assertTrue(page(code).contains("\n## What to do\n"), page(code));
  }

  @ParameterizedTest
  @EnumSource
  void badSpecGivesTheCodeAndGoodSpecNothing(Code code) {
    Optional<String> bad = spec("bad", page(code));
    Optional<String> good = spec("good", page(code));
    assertEquals(WITHOUT_SPECS.contains(code), bad.isEmpty());
    assertEquals(bad.isEmpty(), good.isEmpty());
    bad.ifPresent(text -> assertEquals(Set.of(code), codes(check(text)), text));
    good.ifPresent(text -> assertEquals("", ErrorFile.report(check(text)), text));
  }

  private static Set<Code> codes(List<Diagnostic> diagnostics) {
    Set<Code> codes = EnumSet.noneOf(Code.class);
    diagnostics.forEach(d -> codes.add(d.code()));
    return codes;
  }

  private static List<Diagnostic> check(String spec) {
    return new Compiler(new Page(spec))
        .compile(CheckComment.request("net.yaml", spec))
        .diagnostics();
  }

  private static String page(Code code) {
    return Explanation.page(code).orElseThrow(() -> new AssertionError(code + " has no page"));
  }

  private static Optional<String> spec(String kind, String page) {
    Matcher block = Pattern.compile("(?s)```yaml " + kind + "\n(.*?)```").matcher(page);
    return block.find() ? Optional.of(block.group(1)) : Optional.empty();
  }

  @Test
  void findsCodesByIdAndByName() {
    assertEquals(Optional.of(Code.CONCAT_MISMATCH), Explanation.find("spc0203"));
    assertEquals(Optional.of(Code.CONCAT_MISMATCH), Explanation.find("Concat-Mismatch"));
    assertEquals(Optional.empty(), Explanation.find("SPC9999"));
    assertEquals(Optional.of("concat_mismatch"), Explanation.suggestion("concat_missmatch"));
  }
}
