package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.elaborate.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule that is stricter than libtorch is stated, kept, and really stricter. */
class StatedRuleTest {
  @ParameterizedTest
  @EnumSource
  void isStatedInTheReference(StatedRule rule) throws IOException {
    assertStates("docs/language.md", rule);
  }

  @ParameterizedTest
  @EnumSource
  void isListedOnThePageAboutSoundness(StatedRule rule) throws IOException {
    assertStates("docs/soundness.md", rule);
  }

  private static void assertStates(String page, StatedRule rule) throws IOException {
    Path file = Path.of(System.getProperty("specc.root"), page);
    String text = Files.readString(file).replaceAll("\\s+", " ");
    assertTrue(text.contains(rule.statement().replaceAll("\\s+", " ")), rule.statement());
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatLibtorchRuns(StatedRule rule) {
    Compiler.Result result =
        Differential.compile("specc: 1\ninput: [3, 32, 32]\nnet:\n" + rule.example().indent(2));
    assertEquals(1, result.refusals().size(), result.diagnostics().toString());
    Refusal refusal = result.refusals().getFirst();
    assertEquals(Optional.of(rule), StatedRule.of(refusal));
    try (Differential differential = new Differential()) {
      assertTrue(differential.runs(refusal.op(), refusal.inputs(), 2).isPresent());
      assertEquals(List.of(), differential.refused(refusal));
    }
  }
}
