package dev.specc.verify;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Texts;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each invariant of a graph, broken by hand in one that was right. */
class VerifierTest {
  private static final Graph RIGHT =
      Texts.graph(
          """
          specc: 1
          input: [4, 8, 8]
          net:
            - conv: {out: 4, kernel: 3, padding: 1}
              share: k
            - relu
            - conv: {out: 4, kernel: 3, padding: 1}
              share: k
            - add: [input, input]
            - flatten
            - linear: {out: 3}
              as: fc
          aux:
            - {as: side, from: fc, body: [linear: {out: 2}]}
          """);

  /** The ids of its nodes, in their order. */
  private static final int CONV = 1;

  private static final int RELU = 2;
  private static final int SHARING_CONV = 3;
  private static final int ADD = 4;
  private static final int FC = 6;
  private static final int SIDE = 7;

  @Test
  void nothingIsWrongWithWhatTheCompilerMakes() {
    assertEquals(List.of(), Verifier.verify(RIGHT));
    assertDoesNotThrow(() -> Verifier.require(RIGHT, "right.yaml"));
  }

  @Test
  void nodesStandAtThePlaceOfTheirId() {
    assertViolation(
        with(RELU, n -> node(n, 5, n.path(), n.op(), n.inputs(), n.output())),
        "node 5 (1) is not at the place of its id 5");
  }

  @Test
  void inputsComeBefore() {
    assertViolation(
        with(RELU, n -> taking(n, SHARING_CONV)), "takes [3], which do not all come before it");
    assertViolation(with(RELU, n -> taking(n, RELU)), "takes [2], which do not all come before it");
  }

  @Test
  void inputsExist() {
    assertViolation(with(RELU, n -> taking(n, 99)), "takes [99], which do not all come before it");
    assertViolation(with(RELU, n -> taking(n, -1)), "takes [-1], which do not all come before it");
  }

  @Test
  void opsHaveAsManyInputsAsTheyTake() {
    assertViolation(with(RELU, n -> taking(n, 0, CONV)), "has 2 inputs, which relu does not take");
    assertViolation(with(ADD, n -> taking(n, CONV)), "has 1 inputs, which add does not take");
    assertViolation(with(0, n -> taking(n)), List.of());
  }

  @Test
  void shapesAreDerivedAgain() {
    assertViolation(
        with(RELU, n -> node(n, n.id(), n.path(), n.op(), n.inputs(), Shape.of(4, 8, 7))),
        "has shape [4, 8, 7], derived again it is [4, 8, 8]");
  }

  @Test
  void whatCannotRunIsFound() {
    Op gate = new Linear(3, true);
    assertViolation(
        with(RELU, n -> node(n, n.id(), n.path(), gate, n.inputs(), n.output())),
        "cannot run: linear takes a vector [F], and [4, 8, 8] arrives");
  }

  @Test
  void pathsAreDefinedOnce() {
    assertViolation(
        with(RELU, n -> node(n, n.id(), "0", n.op(), n.inputs(), n.output())),
        "shares its path with another node");
    assertViolation(
        with(RELU, n -> node(n, n.id(), "", n.op(), n.inputs(), n.output())), "has no path");
  }

  @Test
  void shareGroupsAgree() {
    Op other = new LayerScale(1);
    assertViolation(
        with(SHARING_CONV, n -> node(n, n.id(), n.path(), other, n.inputs(), n.output())),
        "shares parameters with a node of another op");
  }

  @Test
  void namesOfParametersAreOneLayers() {
    Node relu = RIGHT.node(RELU);
    Node scale =
        new Node(
            RELU,
            relu.path(),
            new LayerScale(1),
            relu.inputs(),
            relu.output(),
            "k.weight",
            false,
            relu.origin());
    assertViolation(
        with(RELU, n -> scale), "has a parameter `k.weight`, which another layer has, too");
  }

  @Test
  void evaluationNeedsNothingOfTraining() {
    Node fc = RIGHT.node(FC);
    Node training =
        new Node(
            FC,
            fc.path(),
            fc.op(),
            fc.inputs(),
            fc.output(),
            fc.parameterPath(),
            true,
            fc.origin());
    assertViolation(with(FC, n -> training), "the output output is no node of the inference path");
    Graph depends =
        with(
            SIDE,
            n ->
                new Node(
                    SIDE,
                    "late",
                    new Activation.Relu(),
                    List.of(SIDE - 1),
                    RIGHT.node(FC).output(),
                    "late",
                    false,
                    n.origin()));
    Graph both = replaced(depends, FC, training);
    assertTrue(
        String.join("\n", Verifier.verify(both))
            .contains("runs in evaluation and depends on a training-only node"));
  }

  @Test
  void resultsExistAndHaveNamesOfTheirOwn() {
    assertViolation(results(), "the graph has no output");
    assertViolation(
        results(new Graph.Output("y", 99)), "the output y is no node of the inference path");
    assertViolation(
        results(new Graph.Output("y", FC), new Graph.Output("y", RELU)),
        "two outputs have the name y");
    Graph.Head head = new Graph.Head("h", 99, 1);
    Graph twice = new Graph(RIGHT.name(), "", RIGHT.nodes(), RIGHT.outputs(), List.of(head, head));
    assertViolation(
        twice,
        List.of("the head h is no node", "the head h is no node", "two heads have the name h"));
  }

  @Test
  void aViolationNamesTheSpecToAttach() {
    Graph wrong = new Graph("net", "deep", results().nodes(), List.of(), List.of());
    InconsistentGraphException thrown =
        assertThrows(
            InconsistentGraphException.class, () -> Verifier.require(wrong, "specs/net.yaml"));
    assertEquals("specs/net.yaml", thrown.spec());
    assertEquals(
        "the graph that it made of specs/net.yaml#deep contradicts itself:\n"
            + "  the graph has no output",
        thrown.getMessage());
  }

  private static void assertViolation(Graph graph, String violation) {
    List<String> found = Verifier.verify(graph);
    assertTrue(found.stream().anyMatch(v -> v.endsWith(violation)), found.toString());
  }

  private static void assertViolation(Graph graph, List<String> violations) {
    assertEquals(violations, Verifier.verify(graph));
  }

  private static Graph with(int id, UnaryOperator<Node> change) {
    return replaced(RIGHT, id, change.apply(RIGHT.node(id)));
  }

  private static Graph replaced(Graph graph, int id, Node node) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.set(id, node);
    return new Graph(graph.name(), graph.variant(), nodes, graph.outputs(), graph.heads());
  }

  private static Graph results(Graph.Output... outputs) {
    return new Graph(RIGHT.name(), "", RIGHT.nodes(), List.of(outputs), RIGHT.heads());
  }

  private static Node taking(Node node, Integer... inputs) {
    return node(node, node.id(), node.path(), node.op(), List.of(inputs), node.output());
  }

  private static Node node(
      Node like, int id, String path, Op op, List<Integer> inputs, Shape output) {
    return new Node(
        id, path, op, inputs, output, like.parameterPath(), like.training(), like.origin());
  }
}
