package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A concat begins with the one before it, where their first inputs are the same. */
class ConcatChainingTest {
  private static Rewrite chain(String steps) {
    Rewrite rewrite = new ConcatChaining().apply(graph(net(steps)));
    assertEquals(List.of(), Verifier.verify(rewrite.graph()));
    return rewrite;
  }

  private static final String CONVS =
      """
      - conv: {out: 2, kernel: 1}
        as: a
      - conv: {out: 3, kernel: 1}
        as: b
      - conv: {out: 4, kernel: 1}
        as: c
      - conv: {out: 5, kernel: 1}
        as: d
      """;

  @Test
  void eachConcatOfADenseBlockTakesTheOneBefore() {
    Rewrite rewrite =
        chain(
            CONVS
                + """
                - concat: [a, b]
                  as: ab
                - relu
                - concat: [a, b, c]
                  as: abc
                - relu
                - concat: [a, b, c, d]
                  as: abcd
                """);
    assertEquals(2, rewrite.changes());
    assertEquals(
        """
        a = conv(input) 2x32x32
        b = conv(a) 3x32x32
        c = conv(b) 4x32x32
        d = conv(c) 5x32x32
        ab = concat(a, b) 5x32x32
        5 = relu(ab) 5x32x32
        abc = concat(ab, c) 9x32x32
        7 = relu(abc) 9x32x32
        abcd = concat(abc, d) 14x32x32
        output: abcd
        """,
        GraphText.of(rewrite.graph()));
  }

  @Test
  void theOrderOfTheInputsCounts() {
    String steps =
        """
        - concat: [a, b]
          as: ab
        - concat: [b, a, c]
          as: bac
        - concat: [c, a, b]
          as: cab
        """;
    assertEquals(0, chain(CONVS + steps).changes());
  }

  @Test
  void oneInputAloneIsNoConcat() {
    assertEquals(0, chain(CONVS + "- concat: [a, b]\n- concat: [a, c]\n").changes());
  }
}
