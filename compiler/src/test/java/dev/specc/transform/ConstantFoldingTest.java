package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.specc.graph.Graph;
import dev.specc.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options alone decide is left out, and nothing else. */
class ConstantFoldingTest {
  private static Rewrite fold(String steps) {
    Rewrite rewrite = new ConstantFolding().apply(graph(net(steps)));
    assertEquals(List.of(), Verifier.verify(rewrite.graph()));
    return rewrite;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "affine: {scale: 1, shift: 0}",
        "dropout: {p: 0}",
        "drop_path: {p: 0}",
        "max_pool: {kernel: 1, stride: 1}",
        "avg_pool: {kernel: 1, stride: 1}",
        "avg_pool: {kernel: 1, stride: 1, padding: same}",
        "upsample: {factor: 1}",
        "channel_shuffle: {groups: 1}",
        "channel_shuffle: {groups: 3}",
        "slice: {start: 0, end: 3}",
        "slice: {start: -3}",
        "pad: {padding: 0}",
      })
  void opsThatGiveTheirInputAreLeftOut(String step) {
    Rewrite rewrite = fold("- " + step + "\n- relu\n");
    assertEquals(1, rewrite.changes());
    assertEquals("1 = relu(input) 3x32x32\noutput: 1\n", GraphText.of(rewrite.graph()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "affine: {scale: 1, shift: 0.5}",
        "affine: {scale: 2}",
        "dropout: {p: 0.1}",
        "max_pool: {kernel: 1, stride: 2}",
        "avg_pool: {kernel: 3, stride: 1, padding: 1}",
        "channel_shuffle: {groups: 3}\n- slice: {start: 1, end: 3}",
        "pad: {padding: 1}",
        "upsample: {factor: 2}",
        "relu",
        "flatten",
        "identity",
      })
  void opsThatDoSomethingStay(String step) {
    Graph graph = graph(net("- conv: {out: 3, kernel: 1}\n- " + step + "\n"));
    Rewrite rewrite = new ConstantFolding().apply(graph);
    int expected = step.startsWith("channel_shuffle") ? 1 : 0;
    assertEquals(expected, rewrite.changes());
    assertEquals(graph.nodes().size() - expected, rewrite.graph().nodes().size());
  }

  /** The net takes other sizes, where this pool would do something. */
  @Test
  void aPoolToTheSizeThatArrivesStays() {
    assertEquals(0, fold("- adaptive_avg_pool: {out: 32}\n").changes());
    assertEquals(0, fold("- adaptive_avg_pool: {out: 1}\n- global_avg_pool\n").changes());
  }

  @Test
  void aFlattenedVectorIsNotFlattenedAgain() {
    assertEquals(
        "0 = flatten(input) 3072\noutput: 0\n",
        GraphText.of(fold("- flatten\n- flatten\n").graph()));
  }

  @Test
  void zerosAreNoSummands() {
    Rewrite rewrite =
        fold(
            """
            - branches:
                left: [relu]
                none: [zero, relu, dropout: {p: 0.5}, slice: {start: 0, end: 3}]
              join: add
            """);
    assertEquals(4, rewrite.changes());
    assertEquals(
        """
        left.0 = relu(input) 3x32x32
        none.0 = zero(input) 3x32x32
        output: left.0
        """,
        GraphText.of(rewrite.graph()));
  }

  @Test
  void twoOfThreeSummandsRemain() {
    Rewrite rewrite =
        fold(
            """
            - branches:
                left: [relu]
                none: [zero]
                right: [tanh]
              join: add
            """);
    assertEquals(1, rewrite.changes());
    assertEquals(
        2, rewrite.graph().node(rewrite.graph().outputs().getFirst().node()).inputs().size());
  }

  /** A sigmoid of zeros is a half, and zeros times infinity are no number. */
  @Test
  void whatMakesSomethingOfZerosStays() {
    assertEquals(0, fold("- zero\n- sigmoid\n- softmax\n").changes());
    assertEquals(0, fold("- zero\n- batch_norm\n").changes());
    assertEquals(0, fold("- relu:\n  as: r\n- zero\n- multiply: [input, r]\n").changes());
    assertEquals(
        2, fold("- zero\n- leaky_relu\n- affine: {scale: 3}\n- affine: {shift: 1}\n").changes());
  }

  /** Elaboration decides: the branch that is not taken never becomes a node. */
  @Test
  void noNodeOfABranchThatIsNotTakenIsInTheGraph() {
    String spec =
        """
        specc: 1
        params: {deep: %s}
        input: [3, 32, 32]
        net:
          - conv: {out: 8, kernel: 3}
            when: deep
          - sequence: [max_pool: {kernel: 2}, tanh]
            when: not deep
          - relu
        """;
    Graph deep = graph(spec.formatted("true"));
    Graph flat = graph(spec.formatted("false"));
    assertEquals(List.of("conv", "relu"), ops(deep));
    assertEquals(List.of("max_pool", "tanh", "relu"), ops(flat));
    assertFalse(deep.parameters().isEmpty());
    assertEquals(0, flat.parameters().size());
    assertEquals(0, new ConstantFolding().apply(flat).changes());
  }

  private static List<String> ops(Graph graph) {
    return graph.layers().stream().map(node -> node.op().name()).toList();
  }

  /** A concat of one branch is that branch: elaboration makes no join of it. */
  @Test
  void aConcatOfOneIsNoNode() {
    Graph graph = graph(net("- branches:\n    only: [relu]\n"));
    assertEquals(List.of("relu"), ops(graph));
  }
}
