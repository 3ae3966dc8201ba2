package dev.specc.weights;

import dev.specc.graph.Graph;
import dev.specc.lower.script.SmallestNets;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spec of the zoo gives the same outputs after all passes for inference. */
class ZooPassesTest {
  private static final double TOLERANCE = 1e-5;

  static List<Graph> small() throws IOException {
    return SmallestNets.small();
  }

  static List<Graph> large() throws IOException {
    return SmallestNets.large();
  }

  @ParameterizedTest
  @MethodSource("small")
  void outputsAgree(Graph graph) {
    assertOutputsAgree(graph);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("large")
  void outputsAgreeOnLargeNets(Graph graph) {
    assertOutputsAgree(graph);
  }

  private static void assertOutputsAgree(Graph graph) {
    Transformed passes = Passes.run(graph, Purpose.INFERENCE, Selection.ALL);
    try (BothEngines engines = new BothEngines(graph, passes, 5)) {
      engines.assertOutputsAgree(TOLERANCE);
    }
  }
}
