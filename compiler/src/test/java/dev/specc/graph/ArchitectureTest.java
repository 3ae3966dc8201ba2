package dev.specc.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.Texts;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An architecture is what the net computes, however it is written. */
class ArchitectureTest {
  private static final String SPEC =
      """
      specc: 1
      name: tiny
      input: [3, 8, 8]
      net:
        - conv: {out: 4, kernel: 3, padding: 1}
          as: conv1
        - relu
      """;

  private static Architecture of(String name, String text) {
    Compiler.Result result =
        new Compiler(new Texts(Map.of(name, text))).compile(Compiler.Request.of(name));
    return Architecture.of(result.graphs().getFirst());
  }

  private static Architecture of(String text) {
    return of("spec.yaml", text);
  }

  @Test
  void commentsLayoutExpressionsAndFilesDoNotMatter() {
    String expected = of(SPEC).hash();
    assertEquals(expected, of("elsewhere.yaml", SPEC).hash());
    assertEquals(expected, of("# net\n" + SPEC.replace("- relu", "- relu   # here")).hash());
    assertEquals(expected, of(SPEC.replace("[3, 8, 8]", "\n- 3\n- 8\n- 8")).hash());
    assertEquals(expected, of(SPEC.replace("out: 4", "out: 2 * 2")).hash());
    assertEquals(expected, of(SPEC.replace("kernel: 3", "kernel: [3, 3]")).hash());
    assertEquals(expected, of(SPEC.replace("name: tiny", "name: other")).hash());
  }

  @Test
  void whatChangesANumberOrANameMatters() {
    for (String[] change :
        new String[][] {
          {"kernel: 3, padding: 1", "kernel: 1"},
          {"conv1", "conv_1"},
          {"relu", "relu6"},
          {"8, 8", "9, 9"}
        }) {
      String changed = SPEC.replace(change[0], change[1]);
      assertNotEquals(of(SPEC).hash(), of(changed).hash(), change[1]);
    }
  }

  @Test
  void theFirstDifferenceIsNamed() {
    Architecture here = of(SPEC);
    assertEquals(Optional.empty(), here.firstDifference(of(SPEC)));
    Architecture there = of(SPEC.replace("relu", "tanh"));
    Architecture.Difference difference = here.firstDifference(there).orElseThrow();
    assertEquals("1 = Relu[] (conv1) -> [4, 8, 8]", difference.here());
    assertEquals("1 = Tanh[] (conv1) -> [4, 8, 8]", difference.there());
    assertEquals(new Architecture.Difference("1: Relu", "1: Tanh"), difference.values());
  }

  @Test
  void ofALongLineWhatDiffersIsShown() {
    Architecture.Difference difference =
        of(SPEC)
            .firstDifference(of(SPEC.replace("kernel: 3, padding: 1", "kernel: 5, padding: 2")))
            .orElseThrow()
            .values();
    assertTrue(difference.here().startsWith("conv1: height=3, width=3, "), difference.here());
    assertTrue(difference.there().startsWith("conv1: height=5, width=5, "), difference.there());
  }
}
