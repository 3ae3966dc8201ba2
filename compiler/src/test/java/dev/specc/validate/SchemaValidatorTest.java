package dev.specc.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.specc.diagnostic.Code;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaValidatorTest {
  private static final Cases MISTAKES = Cases.read("mistakes.txt");
  private static final Cases GOOD = Cases.read("good.txt");

  static List<Cases.Case> mistakes() {
    return MISTAKES.all();
  }

  static List<Cases.Case> good() {
    return GOOD.all();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatIsWrong(Cases.Case mistake) {
    assertEquals(mistake.expected(), mistake.actual());
  }

  @ParameterizedTest
  @MethodSource("good")
  void saysNothingAboutGoodSpecs(Cases.Case good) {
    assertEquals("", good.actual());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void speaksNoSchemaJargon(Cases.Case mistake) {
    String said = mistake.actual().replaceAll("`[^`]*`", "");
    List.of("oneOf", "anyOf", "$ref", "$defs", "additionalProperties", "instance", "object", "null")
        .forEach(word -> assertFalse(said.contains(word), said));
  }

  @Test
  void rewritesItsGoldenFileOnlyOnRequest() {
    if (Boolean.getBoolean("specc.update")) {
      MISTAKES.update();
      fail("rewrote " + MISTAKES.file().getFileName());
    }
  }

  @Test
  void marksWhatLaterStagesTakeAsUnknown() {
    YamlNode.Mapping root =
        (YamlNode.Mapping)
            read("specc: 1\ninput: [3]\nnet: [relu, conv: {out: [1], kernel: 3}, convv: {}]");
    Validation validation = SchemaValidator.validate(root);
    List<YamlNode> steps = ((YamlNode.Sequence) root.get("net").orElseThrow()).items();
    YamlNode.Mapping conv =
        (YamlNode.Mapping) ((YamlNode.Mapping) steps.get(1)).get("conv").orElseThrow();
    assertFalse(validation.isInvalid(root));
    assertFalse(validation.isInvalid(steps.get(0)));
    assertFalse(validation.isInvalid(steps.get(1)));
    assertFalse(validation.isInvalid(conv));
    assertTrue(validation.isInvalid(conv.get("out").orElseThrow()));
    assertFalse(validation.isInvalid(conv.get("kernel").orElseThrow()));
    assertTrue(validation.isInvalid(steps.get(2)));
  }

  @Test
  void countsTheDepthThatAliasesAdd() {
    StringBuilder text = new StringBuilder("specc: 1\nparams:\n  a0: &a0 [1]\n");
    for (int i = 1; i < 100; i++) {
      text.append("  a%d: &a%d [[[[[*a%d]]]]]\n".formatted(i, i, i - 1));
    }
    Validation validation = SchemaValidator.validate(read(text.toString()));
    assertEquals(1, validation.diagnostics().size());
    assertEquals(Code.TOO_DEEP, validation.diagnostics().getFirst().code());
  }

  @Test
  void isSafeAtTheReadersDepth() {
    int depth = (YamlReader.MAX_DEPTH - 4) / 2;
    String text =
        "specc: 1\ninput: [3]\nnet: [" + "sequence: [".repeat(depth) + "x" + "]".repeat(depth + 1);
    assertEquals(1, SchemaValidator.validate(read(text)).diagnostics().size());
  }

  @Test
  void takesTimeInProportionToTheText() {
    long small = nanos(steps(2_000));
    long large = nanos(steps(20_000));
    assertTrue(large < 40 * small, large + " ns for ten times the text of " + small + " ns");
  }

  private static String steps(int count) {
    return "specc: 1\ninput: [3]\nnet:\n"
        + "- conv: {out: 2 * n, kernel: [3, 3]}\n  as: c\n".repeat(count);
  }

  /** The best of three, as other work on the machine only adds. */
  private static long nanos(String text) {
    YamlNode root = read(text);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertEquals(List.of(), SchemaValidator.validate(root).diagnostics());
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private static YamlNode read(String text) {
    return YamlReader.read(new SourceFile("test", text)).root().orElseThrow();
  }
}
