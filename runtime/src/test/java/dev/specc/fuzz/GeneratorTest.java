package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.elaborate.Refusal;
import dev.specc.op.OpName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The generator reaches the whole language: every op, option, combinator, modifier and edge. */
class GeneratorTest {
  private static final int SPECS = 3000;
  private static final List<String> COMBINATORS =
      List.of("branches", "residual", "dense", "repeat", "sequence");

  private static final Coverage COVERAGE = new Coverage();
  private static final Set<Code> REFUSED = EnumSet.noneOf(Code.class);
  private static final Set<Code> REPORTED = EnumSet.noneOf(Code.class);
  private static final StringBuilder TEXTS = new StringBuilder();
  private static int accepted;

  @BeforeAll
  static void compile() {
    for (long seed = 1; seed <= SPECS; seed++) {
      SpecTree spec = Generator.spec(seed);
      COVERAGE.add(spec);
      String text = SpecText.of(spec);
      TEXTS.append(text);
      Compiler.Result result = Differential.compile(text);
      result.graphs().forEach(COVERAGE::add);
      result.refusals().stream().map(Refusal::diagnostic).forEach(d -> REFUSED.add(d.code()));
      result.diagnostics().forEach(d -> REPORTED.add(d.code()));
      accepted += result.hasErrors() ? 0 : 1;
    }
  }

  @Test
  void aSeedGivesTheSameSpecAlways() {
    assertEquals(SpecText.of(Generator.spec(7)), SpecText.of(Generator.spec(7)));
  }

  @Test
  void aSensibleShareIsAccepted() {
    double share = 100.0 * accepted / SPECS;
    assertTrue(30 < share && share < 72, share + " %");
  }

  @Test
  void everyOptionOfEveryOpIsUsed() throws IOException {
    Path file = Path.of(System.getProperty("specc.root"), "schema", "spec.schema.json");
    Map<String, Object> schema = new Yaml().load(Files.readString(file));
    List<String> missing = new ArrayList<>();
    for (OpName op : OpName.values()) {
      missing.addAll(unused(List.of(op.word())));
      Map<?, ?> definition = map(map(schema, "$defs"), op.word());
      if (definition.containsKey("properties")) {
        for (Object option : map(definition, "properties").keySet()) {
          missing.addAll(unused(List.of(op.word() + "." + option)));
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static Map<?, ?> map(Map<?, ?> in, String key) {
    return (Map<?, ?>) Objects.requireNonNull(in.get(key), key);
  }

  private static List<String> unused(List<String> features) {
    return features.stream().filter(feature -> COVERAGE.of(feature) == 0).toList();
  }

  @Test
  void everyCombinatorIsUsedInEachOther() {
    List<String> pairs = new ArrayList<>();
    for (String outer : COMBINATORS) {
      COMBINATORS.forEach(inner -> pairs.add(inner + " in " + outer));
      pairs.addAll(List.of("call in " + outer, "use in " + outer, "transition in " + outer));
      pairs.addAll(List.of("concat in " + outer, "add in " + outer, "multiply in " + outer));
    }
    pairs.removeIf(pair -> COVERAGE.of(pair) > 0);
    assertEquals(List.of(), pairs);
  }

  @Test
  void everyWayToConfigureAStepIsUsed() {
    assertEquals(
        List.of(),
        unused(
            List.of(
                "join default",
                "join concat",
                "join add",
                "join multiply",
                "shortcut default",
                "shortcut identity",
                "shortcut projection",
                "shortcut pad",
                "shortcut steps",
                "scale",
                "times",
                "over",
                "for",
                "index of repeat",
                "index of dense",
                "fields of an item",
                "compression",
                "with",
                "use of a block",
                "arguments",
                "a join of three",
                "as",
                "a label with a counter",
                "from",
                "from several",
                "when",
                "share of ops",
                "share of calls",
                "expect",
                "empty body in branches")));
  }

  @Test
  void everyPartOfAFileIsUsed() {
    assertEquals(
        List.of(),
        unused(
            List.of(
                "params",
                "inputs",
                "a vector arrives",
                "block inputs",
                "required param",
                "default of a param",
                "aux",
                "aux weight",
                "aux when",
                "outputs list",
                "outputs map")));
  }

  @Test
  void everyEdgeIsMetByAcceptedSpecs() {
    assertEquals(
        List.of(),
        unused(
            List.of(
                "a kernel larger than its input",
                "a stride larger than its kernel",
                "dilation",
                "same with an even kernel",
                "same with a stride",
                "padding over half the kernel",
                "ceil_mode",
                "ceil_mode leaves a window out",
                "cropping")));
  }

  @Test
  void everyKindOfMistakeOfTensorsIsMadeAndHasItsEvidence() {
    Set<Code> refusable =
        EnumSet.of(
            Code.ADD_MISMATCH,
            Code.CONCAT_MISMATCH,
            Code.MULTIPLY_MISMATCH,
            Code.RESIDUAL_MISMATCH,
            Code.WINDOW_TOO_LARGE,
            Code.WRONG_RANK,
            Code.GROUPS_DO_NOT_DIVIDE,
            Code.PADDING_TOO_LARGE,
            Code.SIZE_CHANGES,
            Code.EMPTY_RESULT,
            Code.OUT_OF_RANGE);
    assertTrue(REFUSED.containsAll(refusable), REFUSED.toString());
    assertTrue(
        REPORTED.containsAll(
            EnumSet.of(Code.EXPECTATION_FAILED, Code.SHARE_MISMATCH, Code.WRONG_ARITY)),
        REPORTED.toString());
  }

  @Test
  void everyPartOfAnExpressionIsUsed() {
    List<String> parts =
        new ArrayList<>(
            List.of(
                " + ",
                " - ",
                " * ",
                " / ",
                " // ",
                " % ",
                " ** ",
                " == ",
                " != ",
                " < ",
                " <= ",
                " > ",
                " >= ",
                " and ",
                " or ",
                "not ",
                " if ",
                "][",
                "[1:]",
                ".width",
                "min(",
                "max(",
                "floor(",
                "ceil(",
                "round(",
                "round_to(",
                "len(",
                "sum(",
                "height",
                "in "));
    parts.removeIf(part -> TEXTS.indexOf(part) >= 0);
    assertEquals(List.of(), parts);
  }
}
