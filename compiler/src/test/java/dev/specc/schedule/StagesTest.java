package dev.specc.schedule;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values are computed again, and the order of stages that comes of it. */
class StagesTest {
  /** A dense block of two layers and what follows it. */
  private static final String DENSE_NET =
      net(
          """
          - conv: {out: 8, kernel: 3, padding: 1}
            as: stem
          - dense:
              - sequence:
                  - batch_norm
                  - relu
                  - conv: {out: 16, kernel: 1}
                  - batch_norm
                  - relu
                  - conv: {out: 4, kernel: 3, padding: 1}
                as: layer{i}
            layers: 2
            as: block
          - batch_norm:
            as: norm
          - relu:
            as: act
          - global_avg_pool:
            as: pool
          - flatten:
            as: flat
          - linear: {out: 10}
            as: fc
          """);

  private static Stages stages(Graph graph, Recompute recompute) {
    int count = graph.nodes().size();
    BitSet needed = new BitSet();
    needed.set(0, count);
    List<Integer> results = new ArrayList<>();
    graph.outputs().forEach(output -> results.add(output.node()));
    graph.heads().forEach(head -> results.add(head.node()));
    return Stages.written(recompute)
        .of(graph, IntStream.range(0, count).toArray(), needed, results);
  }

  /** A line for each stage: what is written, what autograd has, what is computed again for what. */
  private static String text(Graph graph) {
    return stages(graph, Recompute.DENSE).list().stream()
        .map(
            stage ->
                switch (stage) {
                  case Stage.Written written -> paths(written.nodes());
                  case Stage.Recorded recorded -> "autograd: " + paths(recorded.nodes());
                  case Stage.Rebuilt rebuilt ->
                      "[" + paths(rebuilt.values()) + "] " + rebuilt.conv().path();
                })
        .collect(Collectors.joining("\n"));
  }

  private static String paths(List<Node> nodes) {
    return nodes.stream().map(Node::path).collect(Collectors.joining(" "));
  }

  @Test
  void aDenseNetRebuildsWhatEachConvolutionReads() {
    assertEquals(
        """
        stem
        [block.layer0.0 block.layer0.1] block.layer0.2
        [block.layer0.3 block.layer0.4] block.layer0.5
        [block.concat block.layer1.0 block.layer1.1] block.layer1.2
        [block.layer1.3 block.layer1.4] block.layer1.5
        block norm act pool flat fc""",
        text(graph(DENSE_NET)));
  }

  @Test
  void whereNothingIsRecomputedThereIsOneStage() {
    Graph graph = graph(DENSE_NET);
    Stages stages = stages(graph, Recompute.NONE);
    assertEquals(List.of(new Stage.Written(graph.layers())), stages.list());
    assertEquals(List.of(), stages.inputs(stages.list().getFirst()));
  }

  @Test
  void aRebuiltStageReadsWhatOthersLearn() {
    Graph graph = graph(DENSE_NET);
    Stages stages = stages(graph, Recompute.DENSE);
    Stage concat = stages.list().get(3);
    assertEquals("stem block.layer0.5", paths(nodes(graph, stages.inputs(concat))));
    assertEquals("", paths(nodes(graph, stages.outputs(concat))));
    assertEquals("fc", paths(nodes(graph, stages.outputs(stages.list().getLast()))));
  }

  @Test
  void autogradTakesAndGivesWhatOthersHaveGradientsBy() {
    Graph graph = graph(net(AROUND.formatted("- {dropout: {p: 0.5}, as: drop}")));
    Stages stages = stages(graph, Recompute.NONE);
    Stage before = stages.list().get(0);
    Stage drop = stages.list().get(1);
    Stage after = stages.list().get(2);
    assertEquals("first", paths(nodes(graph, stages.outputs(before))));
    assertEquals("first", paths(nodes(graph, stages.inputs(drop))));
    assertEquals("drop", paths(nodes(graph, stages.outputs(drop))));
    assertEquals("drop", paths(nodes(graph, stages.inputs(after))));
    assertEquals("last", paths(nodes(graph, stages.outputs(after))));
  }

  @Test
  void whatLearnsNothingNeedsNoAutograd() {
    String steps =
        "- {dropout: {p: 0.5}, as: drop}\n- {flatten: , as: flat}\n- {linear: {out: 2}, as: fc}\n";
    assertEquals("drop flat fc", text(graph(net(steps))));
  }

  private static List<Node> nodes(Graph graph, List<Integer> ids) {
    return ids.stream().map(graph::node).toList();
  }

  private static final String AROUND =
      """
      - conv: {out: 8, kernel: 1}
        as: first
      %s
      - conv: {out: 4, kernel: 1}
        as: last
      """;

  /** Steps between two convolutions, and what of them is computed again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # A ReLU writes over its input, and a sigmoid keeps its result alone: nothing to spare.
          - {relu: , as: a}                                               | first a last
          - {sigmoid: , as: a}                                            | first a last
          - {gelu: , as: a}                                               | first; [a] last
          - {batch_norm: , as: a}                                         | first; [a] last
          # Dropout would drop other values the second time; pools are not cheap.
          - [{batch_norm: , as: a}, {dropout: {p: 0.5}, as: b}]           | first a; autograd: b; last
          - [{dropout: {p: 0.5}, as: a}, {batch_norm: , as: b}]           | first; autograd: a; [b] last
          - [{batch_norm: , as: a}, {max_pool: {kernel: 2}, as: b}]       | first a b last
          """)
  void whatIsComputedAgain(String steps, String expected) {
    String listed = steps.startsWith("- [") ? steps.substring(3, steps.length() - 1) : "";
    String lines =
        listed.isEmpty() ? steps : "- " + listed.replaceFirst("\\}, \\{(?=[a-z_]+:)", "}\n- {");
    assertEquals(expected.replace("; ", "\n"), text(graph(net(AROUND.formatted(lines.strip())))));
  }

  @Test
  void whatTwoReadIsKept() {
    String twice =
        """
        - batch_norm:
          as: norm
        - relu:
          as: act
        - branches:
            a: [conv: {out: 4, kernel: 1}]
            b: [conv: {out: 4, kernel: 3, padding: 1}]
          join: add
        """;
    assertTrue(text(graph(net(twice))).startsWith("norm act"), text(graph(net(twice))));
  }
}
