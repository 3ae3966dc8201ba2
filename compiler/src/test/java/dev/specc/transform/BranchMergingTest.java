package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.specc.graph.Graph;
import dev.specc.transform.DerivedTensor.Concatenated;
import dev.specc.transform.DerivedTensor.Filled;
import dev.specc.transform.DerivedTensor.Stored;
import dev.specc.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equal windows over one value run as one. */
class BranchMergingTest {
  private static Rewrite merge(String steps) {
    Rewrite rewrite = new BranchMerging().apply(graph(net(steps)));
    assertEquals(List.of(), Verifier.verify(rewrite.graph()));
    return rewrite;
  }

  @Test
  void theConvolutionsAtTheStartOfAnInceptionModule() {
    Rewrite rewrite =
        merge(
            """
            - branches:
                one: [conv: {out: 4, kernel: 1}]
                three: [conv: {out: 2, kernel: 1, bias: false}, relu, conv: {out: 5, kernel: 3, padding: 1}]
                pool: [max_pool: {kernel: 3, stride: 1, padding: 1}, conv: {out: 1, kernel: 1}]
              as: mixed
            """);
    assertEquals(1, rewrite.changes());
    assertEquals(
        """
        mixed.merged = conv(input) 6x32x32
        mixed.one.0 = slice(mixed.merged) 4x32x32
        mixed.three.0 = slice(mixed.merged) 2x32x32
        mixed.three.1 = relu(mixed.three.0) 2x32x32
        mixed.three.2 = conv(mixed.three.1) 5x32x32
        mixed.pool.0 = max_pool(input) 3x32x32
        mixed.pool.1 = conv(mixed.pool.0) 1x32x32
        mixed = concat(mixed.one.0, mixed.three.2, mixed.pool.1) 10x32x32
        output: mixed
        """,
        GraphText.of(rewrite.graph()));
    assertEquals(
        new Concatenated(
            List.of(new Stored("mixed.one.0.weight"), new Stored("mixed.three.0.weight"))),
        rewrite.weights().of("mixed.merged.weight"));
    assertEquals(
        new Concatenated(List.of(new Stored("mixed.one.0.bias"), new Filled(0, List.of(2L)))),
        rewrite.weights().of("mixed.merged.bias"));
  }

  @Test
  void withoutBiasesThereIsNone() {
    Rewrite rewrite =
        merge(
            """
            - branches:
                a: [conv: {out: 4, kernel: 3, bias: false}]
                b: [conv: {out: 2, kernel: 3, bias: false}]
            """);
    assertFalse(
        rewrite.graph().parameters().keySet().stream().anyMatch(name -> name.endsWith("bias")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{out: 4, kernel: 1} | {out: 4, kernel: 3, padding: 1}",
        "{out: 4, kernel: 3, padding: 2, dilation: 2} | {out: 4, kernel: 3, padding: 1}",
        "{out: 3, kernel: 1, groups: 3} | {out: 3, kernel: 1, groups: 3}",
      })
  void otherWindowsAndGroupsStay(String one, String other) {
    assertEquals(
        0,
        merge("- branches:\n    a: [conv: %s]\n    b: [conv: %s]\n".formatted(one, other))
            .changes());
  }

  @Test
  void otherInputsAndSharedWeightsStay() {
    assertEquals(
        0,
        merge(
                """
                - branches:
                    a: [conv: {out: 4, kernel: 1}]
                    b: [relu, conv: {out: 4, kernel: 1}]
                """)
            .changes());
    Graph shared =
        graph(
            net(
                """
                - conv: {out: 3, kernel: 1}
                  share: k
                  as: one
                - conv: {out: 3, kernel: 1}
                  share: k
                  as: two
                - conv: {out: 3, kernel: 1}
                  as: three
                """));
    assertEquals(0, new BranchMerging().apply(shared).changes());
  }

  /** A level of the spec may be called as the merged convolution would be. */
  @Test
  void thePathIsOneThatNobodyHas() {
    Rewrite rewrite =
        merge(
            """
            - branches:
                merged: [conv: {out: 4, kernel: 1}, relu]
                b: [conv: {out: 2, kernel: 1}]
              as: m
            """);
    assertEquals("m.merged_1", rewrite.graph().node(1).path());
  }
}
