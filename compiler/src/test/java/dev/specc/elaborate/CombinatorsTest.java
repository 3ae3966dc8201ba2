package dev.specc.elaborate;

import static dev.specc.Texts.codes;
import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static dev.specc.Texts.node;
import static dev.specc.Texts.paths;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Code;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombinatorsTest {
  private static String residual(String body, String shortcut) {
    return net("[{residual: [" + body + "], shortcut: " + shortcut + "}]");
  }

  /** The conv nodes and the input that reach a node through concats. */
  private static Set<Integer> reached(Graph graph, int id) {
    Node node = graph.node(id);
    if (!node.op().name().equals("concat")) {
      return Set.of(id);
    }
    Set<Integer> all = new HashSet<>();
    node.inputs().forEach(in -> all.addAll(reached(graph, in)));
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12})
  void denseConnectsEachLayerToAllEarlierOnes(int layers) {
    Graph graph =
        graph(net("[{dense: [{conv: {out: 4, kernel: 3, padding: 1}}], layers: " + layers + "}]"));
    long connections =
        graph.nodes().stream()
            .filter(n -> n.op() instanceof Conv)
            .mapToLong(n -> reached(graph, n.inputs().getFirst()).size())
            .sum();
    assertEquals(layers * (layers + 1) / 2, connections);
    assertEquals(Shape.of(3 + 4 * layers, 32, 32), graph.outputShape());
  }

  @Test
  void denseOfNoLayersPassesItsInput() {
    assertEquals(List.of("0"), paths(graph(net("[{dense: [tanh], layers: 0}, relu]"))));
  }

  @Test
  void denseLayersCount() {
    Graph graph = graph(net("[{dense: [{conv: {out: l + 1, kernel: 1}}], layers: 3, index: l}]"));
    assertEquals(3 + 1 + 2 + 3, graph.outputShape().channels());
  }

  @Test
  void denseLayersMustKeepTheSize() {
    assertEquals(
        List.of(Code.CONCAT_MISMATCH),
        codes(net("[{dense: [{conv: {out: 4, kernel: 3}}], layers: 3}]")));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 9", "0.4, 7", "1, 19", "1 / 4, 4"})
  void transitionCompressesRoundingDown(String compression, long channels) {
    Graph graph =
        graph(
            net(
                "[{conv: {out: 19, kernel: 1}}, {transition: {compression: "
                    + compression
                    + "}}]"));
    assertEquals(Shape.of(channels, 16, 16), graph.outputShape());
  }

  @Test
  void transitionHalvesByDefault() {
    Graph graph = graph(net("[conv: {out: 10, kernel: 1}, transition]"));
    assertEquals(
        List.of("batch_norm", "relu", "conv", "avg_pool"),
        graph.layers().stream().skip(1).map(n -> n.op().name()).toList());
    assertEquals(Shape.of(5, 16, 16), graph.outputShape());
  }

  @Test
  void residualAddsItsInput() {
    Graph graph = graph(net("[relu, residual: [tanh]]"));
    assertEquals(List.of(2, 1), node(graph, "add").inputs());
  }

  @Test
  void residualScalesItsBody() {
    assertEquals(
        List.of("0", "scale", "add"), paths(graph(net("[{residual: [relu], scale: 1 / 10}]"))));
    assertEquals(List.of("0", "add"), paths(graph(net("[{residual: [relu], scale: 2 - 1}]"))));
  }

  @Test
  void identityShortcutsWantEqualShapes() {
    assertEquals(
        List.of(Code.RESIDUAL_MISMATCH),
        codes(residual("{conv: {out: 8, kernel: 3, padding: 1}}", "identity")));
  }

  @Test
  void projectionIsAnIdentityWhereTheShapeStays() {
    assertEquals(List.of("0", "add"), paths(graph(residual("relu", "projection"))));
    assertEquals(List.of("0", "add"), paths(graph(residual("relu", "pad"))));
  }

  @Test
  void projectionTakesTheNextTwoPlaces() {
    Graph graph =
        graph(residual("{conv: {out: 8, kernel: 3, padding: 1, stride: 2}}", "projection"));
    assertEquals(List.of("0", "1", "2", "add"), paths(graph));
    assertEquals("batch_norm", node(graph, "2").op().name());
    Conv conv = (Conv) node(graph, "1").op();
    assertEquals(Pair.both(2), conv.window().stride());
    assertEquals(Pair.both(1), conv.window().kernel());
    assertEquals(8, conv.out());
    assertEquals(false, conv.bias());
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 3", "4, 4", "5, 5", "7, 7", "11, 11", "16, 16"})
  void projectionTakesTheStrideOfItsBody(long stride, long expected) {
    String body = "{conv: {out: 8, kernel: 3, padding: 1, stride: %d}}".formatted(stride);
    Graph graph = graph(residual(body, "projection"));
    Conv conv = (Conv) node(graph, "1").op();
    assertEquals(Pair.both(expected), conv.window().stride());
    assertEquals(Shape.of(8, (31 / stride) + 1, (31 / stride) + 1), graph.outputShape());
  }

  @Test
  void projectionOfAVectorIsLinear() {
    Graph graph = graph(net("[flatten, {residual: [{linear: {out: 5}}], shortcut: projection}]"));
    assertEquals("linear", node(graph, "2").op().name());
    assertEquals("batch_norm", node(graph, "3").op().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{conv: {out: 8, kernel: 15}}", "{upsample: {factor: 2}}", "flatten"})
  void projectionRefusesWhatNoStrideGives(String body) {
    assertEquals(List.of(Code.RESIDUAL_MISMATCH), codes(residual(body, "projection")));
  }

  @Test
  void padAddsChannelsAndStrides() {
    Graph graph = graph(residual("{conv: {out: 8, kernel: 3, padding: 1, stride: 2}}", "pad"));
    assertEquals(List.of("0", "pad_channels", "add"), paths(graph));
    assertTrue(graph.parameters().keySet().stream().noneMatch(p -> p.startsWith("pad")));
    assertEquals(
        List.of(Code.RESIDUAL_MISMATCH), codes(residual("{conv: {out: 2, kernel: 1}}", "pad")));
  }

  @Test
  void shortcutsMayBeSteps() {
    Graph graph =
        graph(
            residual(
                "{conv: {out: 8, kernel: 3, padding: 1, stride: 2}}",
                "[{avg_pool: {kernel: 2}}, {conv: {out: 8, kernel: 1}}]"));
    assertEquals(List.of("0", "1", "2", "add"), paths(graph));
    assertEquals(List.of("0", "add"), paths(graph(residual("relu", "[]"))));
  }

  @Test
  void repeatCountsFromZero() {
    Graph graph = graph(net("[{repeat: [{conv: {out: 2 ** j, kernel: 1}}], times: 4, index: j}]"));
    assertEquals(
        List.of(1L, 2L, 4L, 8L), graph.layers().stream().map(n -> n.output().channels()).toList());
    assertEquals(List.of(Code.OUT_OF_RANGE), codes(net("[{repeat: [relu], times: 1 - 2}]")));
    assertEquals(List.of("0"), paths(graph(net("[{repeat: [tanh], times: 0}, relu]"))));
  }

  @Test
  void repeatGoesOverItems() {
    Graph graph =
        graph(
            net(
                """
                - repeat:
                    - conv: {out: stage.out * (i + 1), kernel: 1}
                      when: stage.on
                  over: [{on: true, out: 4}, {on: false, out: 5}, {on: true, out: 6}]
                  for: stage
                """));
    assertEquals(
        List.of(4L, 18L), graph.layers().stream().map(n -> n.output().channels()).toList());
    assertEquals(List.of(Code.EXPRESSION_TYPE), codes(net("[{repeat: [relu], over: 3 + 4}]")));
  }

  @Test
  void branchesJoinInTheirOrder() {
    Graph graph = graph(net("[branches: {b: [relu], a: [tanh]}]"));
    assertEquals(List.of(1, 2), node(graph, "concat").inputs());
    assertEquals(Shape.of(6, 32, 32), graph.outputShape());
  }

  @ParameterizedTest
  @CsvSource({"concat, CONCAT_MISMATCH", "add, ADD_MISMATCH", "multiply, MULTIPLY_MISMATCH"})
  void joinsNeverBroadcast(String join, Code code) {
    String steps = "[{branches: {a: [max_pool: {kernel: 2}], b: []}, join: %s}]";
    assertEquals(List.of(code), codes(net(steps.formatted(join))));
  }

  @Test
  void multiplyTakesAGate() {
    Graph graph = graph(net("[{branches: {x: [], gate: [global_avg_pool]}, join: multiply}]"));
    assertEquals(Shape.of(3, 32, 32), graph.outputShape());
    assertEquals(
        List.of(Code.MULTIPLY_MISMATCH),
        codes(
            net(
                """
                - branches: {x: [], gate: [global_avg_pool, conv: {out: 1, kernel: 1}]}
                  join: multiply
                """)));
  }

  @Test
  void sharesParametersOnlyBelowOpsAndCalls() {
    assertEquals(List.of(Code.MISPLACED_MODIFIER), codes(net("[{sequence: [relu], share: key}]")));
  }
}
