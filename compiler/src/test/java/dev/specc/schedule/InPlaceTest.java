package dev.specc.schedule;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is written over where nobody looks at it any more. */
class InPlaceTest {
  private static InPlace inPlace(Graph graph) {
    int count = graph.nodes().size();
    BitSet all = new BitSet();
    all.set(0, count);
    List<Integer> results = new ArrayList<>();
    graph.outputs().forEach(output -> results.add(output.node()));
    int[] own = IntStream.range(0, count).toArray();
    Stages stages = Stages.written(Recompute.NONE).of(graph, own, all, results);
    return InPlace.of(graph, own, all, results, stages);
  }

  /** The paths of the nodes that write over their input. */
  private static List<String> writing(String steps) {
    Graph graph = graph(net(steps));
    InPlace inPlace = inPlace(graph);
    return graph.layers().stream().filter(inPlace::writesOverInput).map(Node::path).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv: {out: 8, kernel: 1}",
        "conv_transpose: {out: 8, kernel: 1}",
        "batch_norm",
        "flatten\n- linear: {out: 8}"
      })
  void ofWhatForgetsItsOutput(String layer) {
    assertEquals(1, writing("- " + layer + "\n- relu\n").size());
    assertEquals(1, writing("- " + layer + "\n- relu6\n").size());
    assertEquals(1, writing("- " + layer + "\n- leaky_relu\n").size());
  }

  /** Their backward passes read what they gave. */
  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh", "max_pool: {kernel: 2}", "softmax", "relu"})
  void notOfWhatRemembersItsOutput(String layer) {
    assertEquals(List.of(), writing("- " + layer + "\n- relu\n"));
  }

  @Test
  void notOfTheInput() {
    assertEquals(List.of(), writing("- relu\n"));
  }

  /** Its backward pass reads its input. */
  @Test
  void notByWhatNeedsItsInput() {
    assertEquals(List.of(), writing("- conv: {out: 8, kernel: 1}\n- silu\n"));
    assertEquals(List.of(), writing("- conv: {out: 8, kernel: 1}\n- gelu\n"));
    String lost = "leaky_relu: {negative_slope: 0}";
    assertEquals(List.of(), writing("- conv: {out: 8, kernel: 1}\n- " + lost + "\n"));
  }

  @Test
  void notOfWhatAnotherReads() {
    assertEquals(
        List.of(),
        writing("- conv: {out: 8, kernel: 1}\n  as: c\n- relu:\n  as: r\n- multiply: [c, r]\n"));
  }

  /** A dropout beside it, which autograd has, divides the nodes into stages. */
  @Test
  void ofWhatAnotherStageMadeAndNobodyElseReads() {
    String branches =
        """
        - branches:
            a: [conv: {out: 8, kernel: 1}, batch_norm]
            b: [dropout: {p: 0.5}]
          join: concat
        """;
    String apart = "- conv: {out: 8, kernel: 1}\n  as: c\n" + branches + "- relu\n";
    assertEquals(List.of(), writing(apart), "a concat's result is read by its derivative");
    String sums =
        """
        - conv: {out: 3, kernel: 1}
          as: c
        - dropout: {p: 0.5}
          as: d
        - add: [c, d]
        """;
    assertEquals(List.of(), writing(sums), "the dropout reads the convolution's result, too");
    String late =
        """
        - branches:
            a: [conv: {out: 3, kernel: 1}]
            b: [conv: {out: 3, kernel: 1}, dropout: {p: 0.5}]
          join: add
        """;
    assertEquals(1, writing(late).size());
  }

  @Test
  void notOfAResult() {
    String spec =
        "specc: 1\ninput: [3, 8, 8]\nnet:\n  - conv: {out: 4, kernel: 1}\n    as: c\n"
            + "  - relu:\n    as: r\noutputs: [c, r]\n";
    Graph graph = graph(spec);
    assertEquals(0, graph.layers().stream().filter(inPlace(graph)::writesOverInput).count());
  }

  /** The shortcut is read twice, the body's end once: the sum is written there. */
  @Test
  void aSumWritesOverTheSummandThatIsFree() {
    Graph graph =
        graph(net("- relu:\n  as: r\n- conv: {out: 3, kernel: 1}\n  as: c\n- add: [r, c]\n"));
    InPlace inPlace = inPlace(graph);
    Node sum = graph.nodes().getLast();
    assertEquals(
        List.of("c", "r"), inPlace.inputs(sum).stream().map(id -> graph.node(id).path()).toList());
    assertEquals(true, inPlace.writesOverInput(sum));
  }

  @Test
  void aSumOfThreeIsNew() {
    assertEquals(
        List.of(),
        writing(
            """
            - branches:
                a: [conv: {out: 3, kernel: 1}]
                b: [conv: {out: 3, kernel: 1}]
                c: [conv: {out: 3, kernel: 1}]
              join: add
            """));
  }
}
