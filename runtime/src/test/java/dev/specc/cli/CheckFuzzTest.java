package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.specc.Compiler;
import dev.specc.Recipes;
import dev.specc.analyse.Analysis;
import dev.specc.diagnostic.TextReport;
import dev.specc.fuzz.CpuTime;
import dev.specc.fuzz.OneText;
import dev.specc.fuzz.Seeds;
import dev.specc.repair.Repair;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole of {@code check} for any text: read, compiled, its mistakes repaired, and all that is
 * said written as text, JSON and SARIF.
 */
class CheckFuzzTest {
  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "/fuzz/language.dict")
  @FuzzTest(maxDuration = "90s")
  void check(byte[] text) {
    CpuTime.limited(() -> checked(OneText.of(text)));
  }

  static Stream<byte[]> seeds() {
    return Seeds.specs();
  }

  private static void checked(OneText source) {
    Compiler compiler = new Compiler(source);
    Compiler.Result result = compiler.compile(Compiler.Request.of(OneText.NAME));
    boolean read = result.model().isPresent() || Recipes.asRecipe(source, OneText.NAME).isPresent();
    assertTrue(result.hasErrors() || read, "nothing read, nothing said");
    Compiler.Result repaired = result.with(Repair.of(source, result));
    TextReport report = new TextReport(true);
    repaired.diagnostics().forEach(report::render);
    result.graphs().forEach(Analysis::of);
    PrintWriter out = new PrintWriter(new StringWriter());
    Json.check(List.of(repaired), out);
    Sarif.print(Report.all(List.of(repaired)), out);
  }
}
