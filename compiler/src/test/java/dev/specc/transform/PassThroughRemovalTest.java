package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.graph.Graph;
import org.junit.jupiter.api.Test;

/** What does nothing is left out; what that is depends on the purpose. */
class PassThroughRemovalTest {
  private static final Graph GRAPH =
      graph(
          net(
              """
              - identity
              - relu
              - dropout: {p: 0.5}
              - tanh
              - drop_path: {p: 0.1}
              """));

  @Test
  void inInferenceDropoutDoesNothing() {
    Rewrite rewrite = new PassThroughRemoval(Purpose.INFERENCE).apply(GRAPH);
    assertEquals(3, rewrite.changes());
    assertEquals(
        "1 = relu(input) 3x32x32\n3 = tanh(1) 3x32x32\noutput: 3\n", GraphText.of(rewrite.graph()));
  }

  @Test
  void inTrainingItDrops() {
    Rewrite rewrite = new PassThroughRemoval(Purpose.TRAINING).apply(GRAPH);
    assertEquals(1, rewrite.changes());
    assertEquals(
        """
        1 = relu(input) 3x32x32
        2 = dropout(1) 3x32x32
        3 = tanh(2) 3x32x32
        4 = drop_path(3) 3x32x32
        output: 4
        """,
        GraphText.of(rewrite.graph()));
  }

  @Test
  void theInputItselfMayBeTheOutput() {
    Rewrite rewrite =
        new PassThroughRemoval(Purpose.INFERENCE)
            .apply(graph(net("- identity\n- dropout: {p: 0.5}\n")));
    assertEquals("output: input\n", GraphText.of(rewrite.graph()));
  }
}
