package dev.specc.elaborate;

import static dev.specc.Texts.codes;
import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static dev.specc.Texts.paths;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.Texts;
import dev.specc.analyse.Analysis;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The net: labels and what leaves steps out, assertions, heads, outputs, inputs, variants. */
class NetTest {
  @Test
  void labelsAreVisibleAfterTheirStepAndInside() {
    assertEquals(
        List.of(),
        codes(
            net(
                """
                - relu:
                  as: a
                - sequence:
                    - relu:
                      as: b
                    - residual: [add: [a, b]]
                """)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{add: [later, input]}, {relu: , as: later}]",
        "[{sequence: [{relu: , as: inner}, relu]}, {add: [inner, input]}]",
        "[{branches: {a: [{relu: , as: x}], b: [{add: [x, input]}]}}]",
        "[{repeat: [{add: [x, input], when: i > 0}, {relu: , as: x}], times: 2, as: l}]",
        "[{relu: , as: off, when: false}, {add: [off, input]}]"
      })
  void labelsAreNotVisibleElsewhere(String steps) {
    assertTrue(codes(net(steps)).contains(Code.UNKNOWN_LABEL));
  }

  @Test
  void aStepThatIsLeftOutSaysWhyItsLabelIsUnknown() {
    Diagnostic said =
        Texts.compile(net("[{relu: , as: off, when: in > 3}, {add: [off, input]}]"))
            .diagnostics()
            .getFirst();
    assertEquals("in > 3", said.related().getFirst().span().text());
  }

  @Test
  void whenMayUseEitherOfTwoStepsWithOneLabel() {
    Graph graph =
        graph(
            net(
                """
                - repeat:
                    - relu:
                      as: act
                      when: i == 0
                    - tanh:
                      as: act
                      when: i > 0
                    - add: [act, input]
                  times: 2
                  as: layer
                """));
    assertEquals(List.of("layer.0.act", "layer.0.add", "layer.1.act", "layer.1.add"), paths(graph));
  }

  @Test
  void whatIsLeftOutIsNotLookedAt() {
    assertEquals(
        List.of(),
        codes(net("[{flatten: , when: false}, {linear: {out: nothing}, when: false}, relu]")));
    assertEquals(List.of(Code.EXPRESSION_TYPE), codes(net("[{relu: , when: in}]")));
  }

  @Test
  void expectationsAreChecked() {
    assertEquals(List.of(), codes(net("[{relu: , expect: [in, 32, height]}]")));
    assertEquals(List.of(Code.EXPECTATION_FAILED), codes(net("[{relu: , expect: [3, 32, 31]}]")));
    assertEquals(List.of(Code.EXPECTATION_FAILED), codes(net("[{relu: , expect: [3]}]")));
  }

  private static final String HEADS =
      """
      specc: 1
      input: [3, 8, 8]
      net:
        - conv: {out: 4, kernel: 1}
          as: stem
        - flatten
        - linear: {out: 10}
      aux:
        - as: side
          from: stem
          weight: 0.3
          body: [global_avg_pool, flatten, linear: {out: 10}]
      """;

  @Test
  void aHeadIsLeftOutWhereItsConditionIsFalse() {
    String spec =
        HEADS
            .replace("input:", "params: {deep: true}\ninput:")
            .replace("    weight", "    when: deep\n    weight");
    assertEquals(1, graph(spec).heads().size());
    Graph without = graph(spec.replace("deep: true", "deep: false"));
    assertEquals(List.of(), without.heads());
    assertTrue(without.nodes().stream().noneMatch(node -> node.training()));
    assertEquals(List.of(Code.EXPRESSION_TYPE), codes(spec.replace("when: deep", "when: 1 + 1")));
  }

  @Test
  void headsCountInTrainingOnly() {
    Graph graph = graph(HEADS);
    Graph.Head head = graph.heads().getFirst();
    assertEquals("side.2", graph.node(head.node()).path());
    assertEquals(0.3, head.weight());
    for (var node : graph.nodes()) {
      assertEquals(node.path().startsWith("side"), node.training(), node.path());
    }
    Analysis analysis = Analysis.of(graph);
    assertEquals(4 * 3 * 64 + 256 * 10, analysis.macs());
    assertEquals(16 + 2570 + 50, analysis.parameters());
    assertEquals(1, graph.outputs().size());
  }

  @Test
  void headsHangOffLabelsOfTheNet() {
    assertEquals(List.of(Code.UNKNOWN_LABEL), codes(HEADS.replace("from: stem", "from: stern")));
    assertEquals(List.of(Code.DUPLICATE_LABEL), codes(HEADS.replace("as: side", "as: stem")));
  }

  @Test
  void outputsHaveTheirNames() {
    String spec =
        """
        specc: 1
        input: [3, 8, 8]
        net:
          - relu:
            as: a
          - tanh:
            as: b
        outputs: %s
        """;
    Graph listed = graph(spec.formatted("[b, a]"));
    assertEquals(List.of("b", "a"), listed.outputs().stream().map(Graph.Output::name).toList());
    Graph named = graph(spec.formatted("{mask: a, class: b}"));
    assertEquals(
        List.of("mask", "class"), named.outputs().stream().map(Graph.Output::name).toList());
    assertEquals(List.of(Code.UNKNOWN_LABEL), codes(spec.formatted("[a, c]")));
    assertEquals(List.of(Code.DUPLICATE_LABEL), codes(spec.formatted("[a, a]")));
    assertEquals("output", graph(net("[relu]")).outputs().getFirst().name());
  }

  @Test
  void severalInputsAreLabels() {
    Graph graph = graph("specc: 1\ninputs: {x: [3, 8, 8], y: [5, 8, 8]}\nnet: [concat: [x, y]]");
    assertEquals(Shape.of(8, 8, 8), graph.outputShape());
    assertEquals(List.of("x", "y"), graph.inputs().stream().map(n -> n.path()).toList());
  }

  private static final String VARIANTS =
      """
      specc: 1
      params: {wide: 4, depth: wide // 2, act: relu}
      variants:
        small: {}
        large: {wide: 16}
        deep: {wide: 8, depth: 3}
      input: [3, 8, 8]
      net:
        - repeat: [conv: {out: wide, kernel: 1}, use: act]
          times: depth
      """;

  private static Compiler.Result compile(@Nullable String variant, Map<String, String> overrides) {
    return new Compiler(new Texts(Map.of(Texts.MAIN, VARIANTS)))
        .compile(new Compiler.Request(Texts.MAIN, variant, overrides, null));
  }

  private static List<String> shapes(Compiler.Result result) {
    assertEquals(List.of(), result.diagnostics());
    return result.graphs().stream()
        .map(g -> g.variant() + " " + g.outputShape().channels() + " x " + g.layers().size())
        .toList();
  }

  @Test
  void variantsSetParams() {
    assertEquals(
        List.of("small 4 x 4", "large 16 x 16", "deep 8 x 6"), shapes(compile(null, Map.of())));
    assertEquals(List.of("large 16 x 16"), shapes(compile("large", Map.of())));
  }

  @Test
  void overridesComeBeforeVariants() {
    assertEquals(List.of("large 6 x 6"), shapes(compile("large", Map.of("wide", "2 * 3"))));
    assertEquals(
        List.of("deep 8 x 2"), shapes(compile("deep", Map.of("depth", "1", "act", "tanh"))));
  }

  @Test
  void unknownNamesOfParamsAndVariantsAreErrors() {
    assertTrue(compile("large", Map.of("wied", "1")).hasErrors());
    assertTrue(compile("huge", Map.of()).hasErrors());
    assertFalse(compile("deep", Map.of()).hasErrors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer_norm", "layer_scale", "max_pool: {kernel: 2}", "linear: {out: 2}"})
  void opsRefuseRanksThatTheyCannotRun(String op) {
    assertEquals(List.of(Code.WRONG_RANK), codes(net("[reshape: {shape: [4, -1]}, " + op + "]")));
  }

  @Test
  void countersDoNotHideWhatArrives() {
    assertEquals(List.of(Code.WRONG_VALUE), codes(net("[{repeat: [relu], times: 2, index: in}]")));
    assertEquals(List.of(Code.WRONG_VALUE), codes(net("[{repeat: [relu], over: [1], for: not}]")));
  }

  @Test
  void nothingArrivesAtAFile() {
    assertEquals(
        List.of(Code.UNKNOWN_NAME),
        codes("specc: 1\nparams: {c: in}\ninput: [3]\nnet: [linear: {out: c}]"));
    assertEquals(List.of(Code.UNKNOWN_NAME), codes("specc: 1\ninput: [height]\nnet: [relu]"));
    assertEquals(
        List.of(Code.UNKNOWN_NAME), codes("specc: 1\ninput: [3]\nnet: [linear: {out: height}]"));
  }
}
