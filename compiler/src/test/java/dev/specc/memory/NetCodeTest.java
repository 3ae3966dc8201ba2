package dev.specc.memory;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.precision.Precision;
import dev.specc.schedule.Recompute;
import org.junit.jupiter.api.Test;

/** What nets take beside their tensors, by what they are made of. */
class NetCodeTest {
  private static final long KIB = 1 << 10;
  private static final StepModel SCRIPT = StepModel.of(Engine.SCRIPT, Processor.CPU);
  private static final StepModel BLOCKS = StepModel.of(Engine.BLOCKS, Processor.CPU);

  private static long code(String steps, StepModel model) {
    return NetCode.of(graph(net(steps)), model);
  }

  private static long more(String one, String other, StepModel model) {
    return code(other, model) - code(one, model);
  }

  @Test
  void aNodeWithoutParametersTakesLittle() {
    assertEquals(100 * 7 * KIB, more("- relu\n", "- relu\n".repeat(101), SCRIPT));
    assertEquals(100 * 5 * KIB, more("- relu\n", "- relu\n".repeat(101), BLOCKS));
    StepModel stages = SCRIPT.recomputing(Recompute.DENSE);
    assertEquals(100 * 72 * KIB, more("- relu\n", "- relu\n".repeat(101), stages));
  }

  /** Of a batch norm: weight, bias, running_mean, running_var, num_batches_tracked. */
  @Test
  void scriptsReadAParameterLevelByLevel() {
    String deep = "- sequence:\n  - sequence: [batch_norm]\n    as: b\n  as: a\n";
    assertEquals(5 * 2 * 18 * KIB, more("- batch_norm\n", deep, SCRIPT), "a.b.0.weight");
    assertEquals(0, more("- batch_norm\n", deep, BLOCKS));
    assertEquals(5 * 4 * KIB, more("- relu\n", "- batch_norm\n", BLOCKS));
  }

  @Test
  void convolutionsOfOneShapeShareTheirKernels() {
    String same = "- conv: {out: 3, kernel: 3, padding: 1, bias: false}\n";
    String other = "- conv: {out: 3, kernel: 3, padding: 2, dilation: 2, bias: false}\n";
    assertEquals((7 + 2 * 18) * KIB, more(same, same + same, SCRIPT));
    assertEquals((7 + 2 * 18 + 200) * KIB, more(same, same + other, SCRIPT));
    assertEquals((5 + 4 + 200) * KIB, more(same, same + other, BLOCKS));
  }

  @Test
  void inLowPrecisionLinearLayersHaveKernelsToo() {
    String linear = "- flatten\n- linear: {out: 3, bias: false}\n";
    StepModel low = SCRIPT.in(Precision.BF16);
    assertEquals((7 + 2 * 18) * KIB, more("- flatten\n", linear, SCRIPT));
    assertEquals((7 + 2 * 18 + 300) * KIB, more("- flatten\n", linear, low));
    String conv = "- conv: {out: 3, kernel: %d, bias: false}\n";
    assertEquals(300 * KIB, more(conv.formatted(1), conv.formatted(3), low));
    assertEquals(0, more(conv.formatted(1), conv.formatted(3), SCRIPT));
  }
}
