package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.elaborate.Refusal;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The compiler and libtorch agree on random specs; and where they do not, it is noticed. */
class DifferentialTest {
  private static final long FIRST = 1;
  private static final long SPECS = 1500;

  private static final Differential DIFFERENTIAL = new Differential();

  @AfterAll
  static void close() {
    DIFFERENTIAL.close();
  }

  @Test
  void randomSpecsGetTheSameVerdictFromBoth() {
    List<String> findings = new ArrayList<>();
    Tally tally = Tally.NONE;
    for (long seed = FIRST; seed < FIRST + SPECS && findings.size() < 3; seed++) {
      SpecTree spec = Generator.spec(seed);
      Verdict verdict = DIFFERENTIAL.of(spec);
      tally = tally.plus(verdict);
      if (!verdict.disagreements().isEmpty()) {
        findings.add(Finding.of(seed, spec, verdict, DIFFERENTIAL).text());
      }
    }
    assertEquals("", String.join("\n", findings));
    assertTrue(tally.costly() * 200 < tally.judged(), tally.toString());
  }

  // A differential that notices nothing is worth nothing.

  @Test
  void aWrongShapeIsNoticed() {
    Graph graph = graph("- conv: {out: 4, kernel: 3}\n- relu\n");
    Node relu = graph.node(2);
    Graph wrong = with(graph, relu, relu.op(), Shape.of(4, 30, 29));
    assertNoticed("shape of relu", wrong);
  }

  @Test
  void aGraphThatCannotRunIsNoticed() {
    Graph graph = graph("- flatten\n- relu\n");
    Node relu = graph.node(2);
    Op norm = new Normalisation.GroupNorm(7, 1e-5, false);
    assertNoticed("building fails", with(graph, relu, norm, relu.output()));
  }

  @Test
  void aRefusedOpThatRunsIsNoticed() {
    assertEquals(
        List.of("refused relu"),
        DIFFERENTIAL.refused(refusal(new Activation.Relu(), Code.WINDOW_TOO_LARGE)).stream()
            .map(Disagreement::kind)
            .toList());
  }

  @Test
  void aMistakeOfLanguageThatNobodyMadeIsNoticed() {
    SpecTree spec =
        new SpecTree(
            Map.of(),
            Map.of("input", List.of(Setting.of(3))),
            Map.of(),
            List.of(
                BodyDraw.plain(dev.specc.op.OpName.RELU)
                    .with(Step.Modifiers.NONE.withFrom(List.of("nowhere")))),
            List.of(),
            Map.of(),
            Set.of());
    assertEquals(
        List.of("unexpected UNKNOWN_LABEL"),
        DIFFERENTIAL.of(spec).disagreements().stream().map(Disagreement::kind).toList());
  }

  private static void assertNoticed(String kind, Graph graph) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      List<String> kinds = TorchRun.of(graph, manager).stream().map(Disagreement::kind).toList();
      assertTrue(kinds.contains(kind), kinds.toString());
    }
  }

  private static Refusal refusal(Op op, Code code) {
    Diagnostic diagnostic = Diagnostic.of(code, new SourceFile("test", "").span(0, 0), "no");
    return new Refusal(op, List.of(Shape.of(3, 4, 4)), diagnostic);
  }

  private static Graph graph(String steps) {
    String spec = "specc: 1\ninput: [3, 32, 32]\nnet:\n" + steps.indent(2);
    return Differential.compile(spec).graphs().getFirst();
  }

  private static Graph with(Graph graph, Node node, Op op, Shape output) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.set(
        node.id(),
        new Node(
            node.id(),
            node.path(),
            op,
            node.inputs(),
            output,
            node.parameterPath(),
            node.training(),
            node.origin()));
    return new Graph(graph.name(), graph.variant(), nodes, graph.outputs(), graph.heads());
  }
}
