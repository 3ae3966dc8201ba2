package dev.specc.transform;

import static dev.specc.Texts.graph;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.graph.Graph;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes that no result needs are left out, with their parameters. */
class DeadValueEliminationTest {
  private static final Graph GRAPH =
      graph(
          """
          specc: 1
          inputs: {left: [2, 8, 8], right: [2, 8, 8]}
          net:
            - conv: {out: 4, kernel: 1}
              as: kept
            - conv: {out: 5, kernel: 1}
              as: unused
              from: left
            - tanh:
              as: result
              from: kept
          outputs: [result]
          aux:
            - {as: side, from: kept, body: [conv: {out: 2, kernel: 1}]}
          """);

  @Test
  void inInferenceHeadsAreDeadToo() {
    Rewrite rewrite = new DeadValueElimination(Purpose.INFERENCE).apply(GRAPH);
    assertEquals(2, rewrite.changes());
    assertEquals(
        "kept = conv(left) 4x8x8\nresult = tanh(kept) 4x8x8\nresult: result\n",
        GraphText.of(rewrite.graph()));
    assertEquals(Set.of("kept.weight", "kept.bias"), rewrite.graph().parameters().keySet());
  }

  @Test
  void inTrainingTheyAreResults() {
    Rewrite rewrite = new DeadValueElimination(Purpose.TRAINING).apply(GRAPH);
    assertEquals(1, rewrite.changes());
    assertEquals(
        """
        kept = conv(left) 4x8x8
        result = tanh(kept) 4x8x8
        side.0 = conv(kept) 2x8x8
        result: result
        head side: side.0
        """,
        GraphText.of(rewrite.graph()));
  }

  /** They are how the net is called. */
  @Test
  void inputsStay() {
    assertEquals(
        GRAPH.inputs(), new DeadValueElimination(Purpose.INFERENCE).apply(GRAPH).graph().inputs());
  }
}
