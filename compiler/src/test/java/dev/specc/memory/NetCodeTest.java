package dev.specc.memory;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.precision.Precision;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.schedule.Recompute;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nets take beside their tensors, by what they are made of. */
class NetCodeTest {
  private static final long KIB = 1 << 10;

  /** A layer's module. */
  private static final long LAYER = 15 + 14;

  private static final StepModel SCRIPT = StepModel.of(Engine.SCRIPT, Processor.CPU);
  private static final StepModel BLOCKS = StepModel.of(Engine.BLOCKS, Processor.CPU);

  private static long code(String steps, StepModel model) {
    Recipe recipe = RecipeReader.defaults(List.of()).recipe().orElseThrow();
    return TrainingMemory.of(graph(net(steps)), recipe, model).parts().get(Part.CODE);
  }

  private static long more(String one, String other, StepModel model) {
    return code(other, model) - code(one, model);
  }

  @Test
  void aNodeWithoutParametersTakesLittle() {
    assertEquals(100 * 16 * KIB, more("- relu\n", "- relu\n".repeat(101), SCRIPT));
    assertEquals(100 * 5 * KIB, more("- relu\n", "- relu\n".repeat(101), BLOCKS));
  }

  /**
   * Of a batch norm: weight, bias, running_mean, running_var, num_batches_tracked. That of 3
   * channels has sums of its own, and is computed from them on pixels side by side.
   */
  @Test
  void scriptsReadEachModuleOnce() {
    String deep = "- sequence:\n  - sequence: [batch_norm]\n    as: b\n  as: a\n";
    assertEquals(2 * 14 * KIB, more("- batch_norm\n", deep, SCRIPT), "a.b.0.weight");
    assertEquals((5 * 22 + LAYER + 390 - 16) * KIB, more("- relu\n", "- batch_norm\n", SCRIPT));
    assertEquals(0, more("- batch_norm\n", deep, BLOCKS));
    assertEquals(5 * 4 * KIB, more("- relu\n", "- batch_norm\n", BLOCKS));
  }

  @Test
  void whatIsRebuiltIsWrittenTwice() {
    String conv = "- conv: {out: 3, kernel: 3, bias: false}\n";
    StepModel rebuilding = SCRIPT.recomputing(Recompute.DENSE);
    String rebuilt = conv + "- batch_norm\n- relu\n" + conv;
    assertEquals((30 + 20) * KIB, code(rebuilt, rebuilding) - code(rebuilt, SCRIPT));
    assertEquals(0, code(conv, rebuilding) - code(conv, SCRIPT));
  }

  @Test
  void convolutionsOfOneShapeShareTheirKernels() {
    String same = "- conv: {out: 3, kernel: 3, padding: 1, bias: false}\n";
    String other = "- conv: {out: 3, kernel: 3, padding: 2, dilation: 2, bias: false}\n";
    assertEquals((50 + 22 + LAYER) * KIB, more(same, same + same, SCRIPT));
    assertEquals((50 + 22 + LAYER + 250) * KIB, more(same, same + other, SCRIPT));
    assertEquals((5 + 4 + 250) * KIB, more(same, same + other, BLOCKS));
  }

  @Test
  void productsOfMatricesNeedNoKernels() {
    String conv =
        "- max_pool: {kernel: 8}\n- conv: {out: 3, kernel: %d, padding: %d, bias: false}\n";
    assertEquals((50 + 250 - 80) * KIB, more(conv.formatted(1, 0), conv.formatted(3, 1), SCRIPT));
    assertEquals(0, more(conv.formatted(1, 0), conv.formatted(3, 1), BLOCKS));
  }

  @Test
  void inLowPrecisionLinearLayersHaveKernelsToo() {
    String linear = "- flatten\n- linear: {out: 3, bias: false}\n";
    StepModel low = SCRIPT.in(Precision.BF16);
    assertEquals((16 + 22 + LAYER) * KIB, more("- flatten\n", linear, SCRIPT));
    assertEquals((16 + 22 + LAYER + 300) * KIB, more("- flatten\n", linear, low));
    String conv = "- conv: {out: 3, kernel: %d, bias: false}\n";
    assertEquals(300 * KIB, more(conv.formatted(1), conv.formatted(3), low));
    assertEquals(0, more(conv.formatted(1), conv.formatted(3), SCRIPT));
  }
}
