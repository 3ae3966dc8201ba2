package dev.specc.diagram;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.drawing.Svg;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.InputSource;

/** The graph folded by block, on a net that shows all of it and on the zoo. */
class DiagramTest {
  private static final Path SPECS = Path.of(System.getProperty("specc.root"), "specs");

  private static final String RESIDUAL =
      net(
          """
          - conv: {out: 8, kernel: 3, padding: 1}
            as: stem
          - residual:
              - conv: {out: 8, kernel: 3, padding: 1}
                as: conv
              - relu
            as: block
          """);

  private static List<String> names(List<Box> boxes) {
    return boxes.stream().map(Box::name).toList();
  }

  @Test
  void aBlockBelowTheDepthIsOneBox() {
    Diagram diagram = Diagram.of(graph(RESIDUAL), 1);
    assertEquals(List.of("input", "stem", "block"), names(diagram.boxes()));
    assertEquals("conv, add", OpLabel.of(diagram.boxes().getLast().nodes()));
  }

  @Test
  void aBlockAboveItIsOpen() {
    Box block = Diagram.of(graph(RESIDUAL), 2).boxes().getLast();
    assertEquals(List.of("conv", "block.1", "block"), names(block.children()));
  }

  @Test
  void aConvolutionWithItsNormIsOneLayerUnlessAllIsShown() {
    Graph graph =
        graph(
            net(
                """
                - sequence:
                    - conv: {out: 4, kernel: 3, bias: false}
                    - batch_norm
                    - relu
                  as: layer
                """));
    assertEquals(List.of("input", "layer"), names(Diagram.of(graph, 2).boxes()));
    assertTrue(Diagram.of(graph, Diagram.ALL).boxes().getLast().isOpen());
  }

  @Test
  void dotAndMermaidHaveTheSameBoxesAndFlows() {
    Diagram diagram = Diagram.of(graph(RESIDUAL), 2);
    assertEquals(
        """
        flowchart TD
          n0["input"]
          n1["stem<br/>conv 3×3, 8"]
          subgraph b2["block"]
            n2["block.conv<br/>conv 3×3, 8"]
            n3["block.1<br/>relu"]
            n4["block<br/>add"]
          end
          n0 -->|"3×32×32"| n1
          n1 -->|"8×32×32"| n2
          n2 -->|"8×32×32"| n3
          n3 -->|"8×32×32"| n4
          n1 -->|"8×32×32"| n4
        """,
        Mermaid.of(diagram));
    String dot = Dot.of(diagram);
    assertTrue(dot.contains("n1 -> n4 [label=\"8×32×32\"];"), dot);
    assertTrue(dot.contains("subgraph cluster_2 {"), dot);
  }

  @TestFactory
  Stream<DynamicTest> everyNodeOfTheZooIsInOneBoxAndEveryPictureIsWellFormed() throws IOException {
    try (Stream<Path> files = Files.list(SPECS)) {
      List<Path> specs = files.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
      return specs.stream().map(p -> DynamicTest.dynamicTest("" + p.getFileName(), () -> check(p)));
    }
  }

  private static void check(Path spec) throws Exception {
    Graph graph =
        new Compiler(new FileSources())
            .compile(Compiler.Request.of(spec.toString()))
            .graphs()
            .getFirst();
    for (int depth : List.of(1, 2, Diagram.ALL)) {
      Diagram diagram = Diagram.of(graph, depth);
      List<Node> drawn =
          diagram.boxes().stream()
              .flatMap(b -> b.leaves().stream())
              .flatMap(b -> b.nodes().stream())
              .toList();
      assertEquals(graph.nodes(), drawn);
      if (diagram.size() > 300) {
        continue;
      }
      String svg = Svg.file(GraphDrawing.of(diagram));
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
    }
  }
}
