package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One activation before the cut instead of one behind each slice. */
class ActivationHoistingTest {
  private static Rewrite hoist(String steps) {
    Rewrite rewrite =
        new ActivationHoisting()
            .apply(graph(net("- conv: {out: 6, kernel: 1}\n  as: c\n" + steps)));
    assertEquals(List.of(), Verifier.verify(rewrite.graph()));
    return rewrite;
  }

  @Test
  void theSameActivationRunsOnceBeforeTheCut() {
    Rewrite rewrite =
        hoist(
            """
            - branches:
                a: [slice: {start: 0, end: 2}, relu]
                b: [slice: {start: 2}, relu, conv: {out: 1, kernel: 1}]
              as: p
            """);
    assertEquals(1, rewrite.changes());
    assertEquals(
        """
        c = conv(input) 6x32x32
        c_relu = relu(c) 6x32x32
        p.a.0 = slice(c_relu) 2x32x32
        p.b.0 = slice(c_relu) 4x32x32
        p.b.2 = conv(p.b.0) 1x32x32
        p = concat(p.a.0, p.b.2) 3x32x32
        output: p
        """,
        GraphText.of(rewrite.graph()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [slice: {start: 0, end: 2}, relu], b: [slice: {start: 2}, relu6]",
        "a: [slice: {start: 0, end: 2}, softmax], b: [slice: {start: 2}, softmax]",
        "a: [slice: {start: 0, end: 3}, relu], b: [slice: {start: 2}, relu]",
        "a: [slice: {start: 0, end: 2}, relu], b: [slice: {start: 3}, relu]",
        "a: [slice: {start: 0, end: 2}, relu], b: [slice: {start: 2}]",
        "a: [slice: {start: 0, end: 2}, relu], b: [slice: {start: 2}, relu], d: [tanh]",
        "a: [slice: {start: 0, end: 2}, batch_norm], b: [slice: {start: 2}, batch_norm]",
      })
  void elseItStays(String branches) {
    assertEquals(0, hoist("- branches: {" + branches + "}\n").changes());
  }
}
