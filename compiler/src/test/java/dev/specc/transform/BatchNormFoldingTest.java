package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.graph.Graph;
import dev.specc.op.Conv;
import dev.specc.transform.DerivedTensor.Filled;
import dev.specc.transform.DerivedTensor.NormFactor;
import dev.specc.transform.DerivedTensor.NormalisedBias;
import dev.specc.transform.DerivedTensor.ScaledOutputs;
import dev.specc.transform.DerivedTensor.ScaledTransposedOutputs;
import dev.specc.transform.DerivedTensor.Stored;
import dev.specc.verify.Verifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch norm goes into the layer before it, where nobody else would notice. */
class BatchNormFoldingTest {
  private static Rewrite fold(Graph graph) {
    Rewrite rewrite = new BatchNormFolding().apply(graph);
    assertEquals(List.of(), Verifier.verify(rewrite.graph()));
    return rewrite;
  }

  private static Rewrite fold(String steps) {
    return fold(graph(net(steps)));
  }

  @Test
  void aConvolutionWithoutBiasGetsOne() {
    Rewrite rewrite = fold("- conv: {out: 8, kernel: 3, bias: false}\n- batch_norm\n- relu\n");
    assertEquals(1, rewrite.changes());
    assertEquals(
        "0 = conv(input) 8x30x30\n2 = relu(0) 8x30x30\noutput: 2\n", GraphText.of(rewrite.graph()));
    assertEquals(Set.of("0.weight", "0.bias"), rewrite.graph().parameters().keySet());
    assertTrue(((Conv) rewrite.graph().node(1).op()).bias());
    DerivedTensor factor =
        new NormFactor(new Stored("1.weight"), new Stored("1.running_var"), 1e-5);
    assertEquals(
        new ScaledOutputs(new Stored("0.weight"), factor), rewrite.weights().of("0.weight"));
    assertEquals(
        new NormalisedBias(
            new Filled(0, List.of(8L)), new Stored("1.running_mean"), factor, new Stored("1.bias")),
        rewrite.weights().of("0.bias"));
  }

  @Test
  void aBiasIsNormalisedToo() {
    Rewrite rewrite =
        fold("- conv: {out: 8, kernel: 3}\n- batch_norm: {affine: false, eps: 0.1}\n");
    DerivedTensor factor =
        new NormFactor(new Filled(1, List.of(8L)), new Stored("1.running_var"), 0.1);
    assertEquals(
        new NormalisedBias(
            new Stored("0.bias"), new Stored("1.running_mean"), factor, new Filled(0, List.of(8L))),
        rewrite.weights().of("0.bias"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv: {out: 6, kernel: 3, groups: 3}",
        "conv: {out: 3, kernel: 3, depthwise: true}",
        "conv: {out: 6, kernel: 3, stride: 2, padding: same}",
        "flatten\n- linear: {out: 5}",
        "linear: {out: 5, over: channels, bias: false}",
      })
  void everyLayerWithWeightsTakesOne(String layer) {
    Graph graph = graph(net("- " + layer + "\n- batch_norm\n"));
    Rewrite rewrite = fold(graph);
    assertEquals(1, rewrite.changes());
    assertEquals(graph.nodes().size() - 1, rewrite.graph().nodes().size());
  }

  @Test
  void theOutputsOfATransposedConvolutionLieOnItsSecondAxis() {
    Rewrite rewrite = fold("- conv_transpose: {out: 6, kernel: 2, groups: 3}\n- batch_norm\n");
    assertEquals(
        3,
        assertInstanceOf(ScaledTransposedOutputs.class, rewrite.weights().of("0.weight")).groups());
  }

  @Test
  void whereAnotherReadsTheConvolutionNothingFolds() {
    assertEquals(
        0,
        fold("""
                - conv: {out: 8, kernel: 1}
                  as: c
                - batch_norm:
                  as: b
                - add: [b, c]
                """)
            .changes());
  }

  @Test
  void whereTheConvolutionIsAnOutputNothingFolds() {
    String spec =
        "specc: 1\ninput: [3, 8, 8]\nnet:\n  - conv: {out: 4, kernel: 1}\n    as: c\n"
            + "  - batch_norm:\n    as: b\noutputs: [%s]\n";
    assertEquals(0, fold(graph(spec.formatted("c, b"))).changes());
    assertEquals(1, fold(graph(spec.formatted("b"))).changes());
  }

  @Test
  void whereTheWeightsAreSharedNothingFolds() {
    assertEquals(
        0,
        fold("""
                - conv: {out: 3, kernel: 1}
                  share: k
                - batch_norm
                - conv: {out: 3, kernel: 1}
                  share: k
                - batch_norm
                """)
            .changes());
  }

  /** Its numbers are read only: the other place keeps them. */
  @Test
  void aSharedBatchNormFoldsIntoEach() {
    Rewrite rewrite =
        fold(
            """
            - conv: {out: 4, kernel: 1}
            - batch_norm:
              share: n
            - conv: {out: 4, kernel: 1}
            - batch_norm:
              share: n
            - relu
            - batch_norm:
              share: n
            """);
    assertEquals(2, rewrite.changes());
    assertTrue(rewrite.graph().parameters().containsKey("n.running_var"));
  }

  @Test
  void behindAnythingElseItStays() {
    assertEquals(
        0, fold("- batch_norm\n- conv: {out: 4, kernel: 1}\n- relu\n- batch_norm\n").changes());
    assertEquals(0, fold("- conv: {out: 4, kernel: 1}\n- group_norm: {groups: 2}\n").changes());
  }
}
