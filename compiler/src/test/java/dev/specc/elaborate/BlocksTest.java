package dev.specc.elaborate;

import static dev.specc.Texts.codes;
import static dev.specc.Texts.graph;
import static dev.specc.Texts.paths;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.Texts;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks: what their params are bound to, and which names they see. */
class BlocksTest {
  private static String spec(String blocks, String net) {
    return "specc: 1\nparams: {wide: 7, depth: 2}\ninput: [3, 8, 8]\nblocks:\n"
        + blocks.indent(2)
        + "net:\n"
        + net.indent(2);
  }

  private static List<Long> channels(Graph graph) {
    return graph.layers().stream().map(n -> n.output().channels()).toList();
  }

  @Test
  void bindsDefaultsWhereTheBlockIsCalled() {
    Graph graph =
        graph(
            spec(
                "Twice: {params: {out: 2 * in, mid: out + 1}, body: [conv: {out: mid, kernel: 1}]}",
                "[Twice, Twice: {mid: in}, Twice: {out: 5}, flatten, linear: {out: wide * depth}]"));
    assertEquals(List.of(7L, 7L, 6L, 384L, 14L), channels(graph));
  }

  @Test
  void paramsHideThoseOfTheFile() {
    Graph graph =
        graph(
            spec(
                "A: {params: {wide: wide + depth}, body: [conv: {out: wide, kernel: 1}]}",
                "[A, A: {wide: wide}, A: {wide: 1}, "
                    + "{repeat: [conv: {out: wide, kernel: 1}], over: [4], for: wide}]"));
    assertEquals(List.of(9L, 7L, 1L, 4L), channels(graph));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{repeat: [Inner], times: 1}]", // i is the caller's counter
        "[{repeat: [Outer], times: 1}]"
      })
  void seeNoNamesOfTheirCallers(String net) {
    String blocks =
        """
        Inner: {body: [conv: {out: i + 1, kernel: 1}]}
        Outer: {params: {i: 3}, body: [Inner]}
        """;
    assertTrue(codes(spec(blocks, net)).contains(Code.UNKNOWN_NAME));
  }

  @Test
  void seeNoLabelsOfTheirCallers() {
    assertEquals(
        List.of(Code.UNKNOWN_LABEL),
        codes(
            "specc: 1\ninput: [3, 8, 8]\nblocks: {A: {body: [add: [x, input]]}}\n"
                + "net: [{relu: , as: x}, A]"));
  }

  @Test
  void seeWhatArrivesAsInput() {
    Graph graph =
        graph(
            spec(
                "A: {body: [relu, add: [input, input]]}",
                "[tanh, A, {flatten: , when: in < wide > depth}]"));
    assertEquals(List.of(1, 1), Texts.node(graph, "1.add").inputs());
  }

  @Test
  void takeSeveralInputsByName() {
    String spec =
        "specc: 1\ninput: [3, 8, 8]\nblocks: {Sum: {inputs: [a, b], body: [tanh, add: [b, a, input]]}}\n"
            + "net: [{relu: , as: x}, {Sum: , from: [x, input]}]";
    Graph graph = graph(spec);
    assertEquals(List.of(1), Texts.node(graph, "1.0").inputs());
    assertEquals(List.of(0, 1, 1), Texts.node(graph, "1.add").inputs());
    assertEquals(List.of(Code.WRONG_ARITY), codes(spec.replace(", from: [x, input]", "")));
    assertEquals(
        List.of(Code.DUPLICATE_LABEL),
        codes(spec.replace("[a, b]", "[a, b, a]").replace("[x, input]", "[x, x, x]")));
    assertEquals(
        1,
        Texts.compile(spec.replace("[a, b]", "[input, b]").replace("[b, a, input]", "[b, input]"))
            .graphs()
            .size());
  }

  @Test
  void areCalledByParamsThatNameThem() {
    Graph graph =
        graph(
            """
            specc: 1
            input: [3, 8, 8]
            params: {act: silu}
            blocks:
              Half: {params: {by: 2}, body: [avg_pool: {kernel: by}]}
              Call:
                params: {block: Half, act}
                body:
                  - use: block
                  - use: act
            net:
              - Call: {act: act}
              - Call: {block: global_avg_pool, act: "elu if in > 2 else relu"}
              - use: "[Half, Call][0]"
                with: {by: 1}
            """);
    assertEquals(
        List.of("avg_pool", "silu", "global_avg_pool", "elu", "avg_pool"),
        graph.layers().stream().map(n -> n.op().name()).toList());
  }

  @Test
  void refuseToContainThemselves() {
    String spec =
        "specc: 1\ninput: [3, 8, 8]\nblocks: {A: {body: [B]}, B: {body: [relu, A]}}\nnet: [A]";
    List<Diagnostic> said = Texts.compile(spec).diagnostics();
    assertEquals(List.of(Code.RECURSIVE_BLOCK), said.stream().map(Diagnostic::code).toList());
    assertTrue(said.getFirst().message().contains("A > B > A"), said.getFirst().message());
  }

  @Test
  void wantTheirRequiredParams() {
    assertEquals(
        List.of(Code.MISSING_PARAM),
        codes(
            "specc: 1\ninput: [3]\nblocks: {A: {params: {n}, body: [linear: {out: n}]}}\nnet: [A]"));
    assertEquals(
        List.of(Code.UNKNOWN_PARAM),
        codes("specc: 1\ninput: [3]\nblocks: {A: {body: [relu]}}\nnet: [A: {n: 1}]"));
  }

  private static final Texts IMPORTING =
      new Texts(
          Map.of(
              Texts.MAIN,
              """
              specc: 1
              import: [lib/parts]
              input: [3, 8, 8]
              params: {wide: 5}
              blocks:
                Inner: {body: [conv: {out: wide, kernel: 1}]}
              net: [Outer, Inner]
              """,
              "lib/parts.yaml",
              """
              specc: 1
              params: {wide: 9}
              blocks:
                Inner: {body: [conv: {out: wide, kernel: 1}]}
                Outer: {body: [Inner, conv: {out: wide, kernel: 1}]}
              """));

  @Test
  void importedSeeTheFileThatDefinesThem() {
    Compiler.Result result = IMPORTING.compileMain();
    assertEquals(List.of(9L, 9L, 5L), channels(Texts.graph(result)));
    assertEquals(
        List.of(Code.SHADOWED_NAME), result.diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void importedFilesNeedDefaultsForTheirParams() {
    Texts files =
        new Texts(
            Map.of(
                Texts.MAIN,
                "specc: 1\nimport: lib\ninput: [3, 8, 8]\nnet: [A]",
                "lib.yaml",
                "specc: 1\nparams: {k}\nblocks: {A: {body: [conv: {out: k, kernel: 1}]}}"));
    assertEquals(
        List.of(Code.MISSING_PARAM),
        files.compileMain().diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void importsAreNotPassedOn() {
    Texts files =
        new Texts(
            Map.of(
                Texts.MAIN,
                "specc: 1\nimport: a\ninput: [3]\nnet: [Deep]",
                "a.yaml",
                "specc: 1\nimport: b\nblocks: {A: {body: [Deep]}}",
                "b.yaml",
                "specc: 1\nblocks: {Deep: {body: [relu]}}"));
    assertEquals(
        List.of(Code.UNKNOWN_BLOCK),
        files.compileMain().diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void filesMayNotImportEachOther() {
    Texts files =
        new Texts(
            Map.of(
                Texts.MAIN,
                "specc: 1\nimport: a\ninput: [3]\nnet: [relu]",
                "a.yaml",
                "specc: 1\nimport: main\nblocks: {A: {body: [relu]}}"));
    assertEquals(
        List.of(Code.BAD_IMPORT),
        files.compileMain().diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void shareOneSetOfParametersByKey() {
    String spec =
        """
        specc: 1
        inputs: {left: [1, 28, 28], right: [1, 28, 28]}
        blocks:
          Tower: {body: [conv: {out: 4, kernel: 3}, relu]}
        net:
          - Tower:
            share: tower
            as: a
          - Tower:
            share: tower
            from: right
            as: b
          - concat: [a, b]
        """;
    Graph graph = graph(spec);
    assertEquals(List.of("a.0", "a.1", "b.0", "b.1", "concat"), paths(graph));
    assertEquals(
        List.of("tower.0.weight", "tower.0.bias"), List.copyOf(graph.parameters().keySet()));
    assertEquals(
        List.of(40L, 0L),
        dev.specc.analyse.Analysis.of(graph).rows().stream()
            .filter(r -> r.op().equals("conv"))
            .map(dev.specc.analyse.Row::parameters)
            .toList());
    assertEquals(List.of(Code.SHARE_MISMATCH), codes(spec.replace("right: [1,", "right: [2,")));
  }

  @Test
  void sharedStepsMustBeAlike() {
    String steps =
        """
        - conv: {out: 3, kernel: 3, padding: 1}
          share: k
        - conv: {out: 3, kernel: %s, padding: 1}
          share: k
        """;
    assertEquals(List.of(), codes(Texts.net(steps.formatted("3"))));
    assertEquals(List.of(Code.SHARE_MISMATCH), codes(Texts.net(steps.formatted("1"))));
  }

  @Test
  void sharedKeysBelongToTheirBlock() {
    Graph graph =
        graph(
            spec(
                "A: {body: [{conv: {out: 3, kernel: 1}, share: k}, {conv: {out: 3, kernel: 1}, share: k}]}",
                "[{A: , as: x}, {A: , as: y}, {flatten: , when: wide < depth}]"));
    assertEquals(
        List.of("x.k.weight", "x.k.bias", "y.k.weight", "y.k.bias"),
        List.copyOf(graph.parameters().keySet()));
    assertEquals(Shape.of(3, 8, 8), graph.outputShape());
    assertEquals(
        List.of("x.k", "x.k", "y.k", "y.k"),
        graph.layers().stream().map(Node::parameterPath).toList());
  }
}
