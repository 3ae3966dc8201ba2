package dev.specc.elaborate;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static dev.specc.Texts.paths;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.Texts;
import dev.specc.diagnostic.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every op and block call has a level: its label, or its number in the level around it. */
class PathsTest {
  private static List<String> of(String steps) {
    return paths(graph(net(steps)));
  }

  @Test
  void numbersStepsAsSequentialDoes() {
    assertEquals(List.of("0", "1", "2"), of("[relu, tanh: , dropout]"));
  }

  @Test
  void countsLabelledStepsToo() {
    assertEquals(
        List.of("0", "gate", "2"),
        of(
            """
            - relu
            - sigmoid:
              as: gate
            - relu
            """));
  }

  @Test
  void leavesNoGapForStepsThatAreLeftOut() {
    assertEquals(
        List.of("0", "1"),
        of(
            """
            - relu
            - tanh:
              when: in > 3
            - relu
            """));
  }

  @Test
  void countsBlockCallsAndLabelledCombinators() {
    String spec =
        """
        specc: 1
        input: [3, 8, 8]
        blocks:
          Pair: {body: [relu, tanh]}
        net:
          - Pair
          - sequence: [Pair, relu]
            as: inner
          - Pair:
            as: last
          - relu
        """;
    assertEquals(
        List.of("0.0", "0.1", "inner.0.0", "inner.0.1", "inner.1", "last.0", "last.1", "3"),
        paths(graph(spec)));
  }

  @Test
  void givesUnlabelledCombinatorsNoLevel() {
    assertEquals(
        List.of("0", "1", "2", "add", "3", "4", "5"),
        of(
            """
            - relu
            - residual: [relu, tanh]
            - repeat: [relu]
              times: 2
            - sequence: [relu]
            """));
  }

  @Test
  void givesEachIterationOfALabelledRepeatItsNumber() {
    assertEquals(
        List.of("layer.0.0", "layer.0.act", "layer.1.0", "layer.1.act", "1"),
        of(
            """
            - repeat:
                - relu
                - tanh:
                  as: act
              times: 2
              as: layer
            - relu
            """));
  }

  @Test
  void namesBranchesWhichTakePlacesInTheirLevel() {
    assertEquals(
        List.of("0", "left.0", "left.1", "right.0", "concat", "3"),
        of("[relu, branches: {left: [relu, tanh], right: [elu]}, relu]"));
    assertEquals(
        List.of("mixed.left.0", "mixed", "1"),
        of(
            """
            - branches: {left: [relu], right: []}
              as: mixed
            - relu
            """));
  }

  @Test
  void namesJoinsThatNobodyLabels() {
    assertEquals(
        List.of("0", "add", "1", "add_1", "2", "concat"),
        of(
            """
            - residual: [relu]
            - residual: [relu]
            - relu
            - concat: [input, input]
            """));
    assertEquals(
        List.of("block.0", "block"),
        of(
            """
            - residual: [relu]
              as: block
            """));
  }

  @Test
  void keepsAGeneratedNameFreeOfLabels() {
    assertEquals(
        List.of("0", "add_1", "add"),
        of(
            """
            - residual: [relu]
            - relu:
              as: add
            """));
  }

  @Test
  void fillsExpressionsIntoLabels() {
    assertEquals(
        List.of("conv1", "conv2"),
        of(
            """
            - repeat:
                - relu:
                  as: conv{i + 1}
              times: 2
            """));
  }

  @Test
  void givesTransitionAndSeparableConvLevelsOfTheirOwn() {
    assertEquals(
        List.of("0.depthwise", "0.pointwise", "t.norm", "t.relu", "t.conv", "t.pool", "2"),
        of(
            """
            - separable_conv: {out: 4, kernel: 3}
            - transition:
              as: t
            - relu
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{relu: , as: a}, {relu: , as: a}]",
        "[{relu: , as: 1}, relu]",
        "[{relu: , as: input}]",
        "[{repeat: [{relu: , as: a}], times: 2}]",
        "[{branches: {a: [relu], b: []}}, {relu: , as: a}]",
        "[{residual: [{relu: , as: a}]}, {relu: , as: a}]"
      })
  void refusesANameTwiceInOneLevel(String steps) {
    assertEquals(List.of(Code.DUPLICATE_LABEL), Texts.codes(net(steps)));
  }

  @Test
  void allowsANameTwiceInDifferentLevels() {
    assertEquals(
        List.of("a", "b.a"), of("[{relu: , as: a}, {sequence: [{relu: , as: a}], as: b}]"));
  }
}
