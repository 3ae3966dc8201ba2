package dev.specc.transform;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.read.FileSources;
import dev.specc.transform.DerivedTensor.Concatenated;
import dev.specc.transform.DerivedTensor.ScaledOutputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All passes one after the other, and what holds for whatever they are given. */
class PassesTest {
  private static final Graph MODULE =
      graph(
          net(
              """
              - branches:
                  one: [conv: {out: 4, kernel: 1, bias: false}, identity, batch_norm, relu]
                  two: [conv: {out: 2, kernel: 1, bias: false}, batch_norm, relu, conv: {out: 3, kernel: 1}]
                as: mixed
              - dropout: {p: 0.5}
              """));

  @Test
  void anInceptionModuleOfBatchNorms() {
    Transformed transformed = Passes.run(MODULE, Purpose.INFERENCE, Selection.ALL);
    assertEquals(
        """
        mixed.merged = conv(input) 6x32x32
        mixed.merged_relu = relu(mixed.merged) 6x32x32
        mixed.one.0 = slice(mixed.merged_relu) 4x32x32
        mixed.two.0 = slice(mixed.merged_relu) 2x32x32
        mixed.two.3 = conv(mixed.two.0) 3x32x32
        mixed = concat(mixed.one.0, mixed.two.3) 7x32x32
        output: mixed
        """,
        GraphText.of(transformed.graph()));
    Concatenated weight =
        assertInstanceOf(Concatenated.class, transformed.weights().of("mixed.merged.weight"));
    weight.parts().forEach(part -> assertInstanceOf(ScaledOutputs.class, part));
    assertEquals(
        List.of("mixed.merged.weight", "mixed.merged.bias"),
        List.copyOf(transformed.weights().tensors().keySet()));
  }

  @Test
  void eachStepCounts() {
    Transformed transformed = Passes.run(MODULE, Purpose.INFERENCE, Selection.ALL);
    assertEquals(
        """
        %s: passes for inference
        pass                    changes  nodes  parameters  buffers    macs  in place
        (the spec)                          10          39       14  24,576         2
        constant-folding              -     10          39       14  24,576         2
        pass-through-removal          2      8          39       14  24,576         2
        dead-value-elimination        -      8          39       14  24,576         2
        concat-chaining               -      8          39       14  24,576         2
        batch-norm-folding            2      6          33        -  24,576         2
        branch-merging                1      7          33        -  24,576         -
        activation-hoisting           1      6          33        -  24,576         1
        """
            .formatted(MODULE.name()),
        PassTable.of(MODULE, Purpose.INFERENCE, transformed));
    assertEquals(transformed.steps().getLast().after(), transformed.after());
    for (int i = 1; i < transformed.steps().size(); i++) {
      assertEquals(transformed.steps().get(i - 1).after(), transformed.steps().get(i).before());
    }
  }

  @Test
  void byDefaultBranchesStayApart() {
    assertEquals(
        "[constant-folding, pass-through-removal, dead-value-elimination, concat-chaining,"
            + " batch-norm-folding]",
        Passes.of(Purpose.INFERENCE, Selection.DEFAULT).stream()
            .map(Pass::name)
            .toList()
            .toString());
    Transformed plain = Passes.run(MODULE, Purpose.INFERENCE, Selection.NONE);
    assertEquals(MODULE, plain.graph());
    assertEquals(plain.before(), plain.after());
  }

  /** Gradients reach what the spec has, under its names. */
  @Test
  void inTrainingNoTensorIsDerived() {
    Transformed transformed = Passes.run(MODULE, Purpose.TRAINING, Selection.ALL);
    assertEquals(Derivation.NONE, transformed.weights());
    assertEquals(MODULE.parameters(), transformed.graph().parameters());
    assertEquals(MODULE.layers().size() - 1, transformed.graph().layers().size());
  }

  static List<Path> zoo() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("specc.root"), "specs"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** Verified after each pass; a second time there is nothing left to do. */
  @ParameterizedTest
  @MethodSource("zoo")
  void everyVariantOfTheZoo(Path spec) {
    List<Graph> graphs =
        new Compiler(new FileSources()).compile(Compiler.Request.of(spec.toString())).graphs();
    for (Graph graph : graphs) {
      Transformed transformed = Passes.run(graph, Purpose.INFERENCE, Selection.ALL);
      assertEquals(transformed.before().macs(), transformed.after().macs());
      assertTrue(transformed.after().parameters() <= transformed.before().parameters());
      assertEquals(graph.inputs().size(), transformed.graph().inputs().size());
      assertEquals(graph.outputShape(), transformed.graph().outputShape());
      Transformed again = Passes.run(transformed.graph(), Purpose.INFERENCE, Selection.ALL);
      assertTrue(again.steps().stream().allMatch(step -> step.changes() == 0), graph.variant());
      assertEquals(List.of(), leftBehind(transformed.graph()));
    }
  }

  /** Batch norms behind a layer with weights of its own that nobody else reads. */
  private static List<String> leftBehind(Graph graph) {
    Uses uses = Uses.of(graph);
    return graph.layers().stream()
        .filter(node -> node.op() instanceof BatchNorm)
        .filter(node -> hasOwnWeights(graph.node(node.inputs().getFirst()), uses))
        .filter(node -> uses.readers().get(node.inputs().getFirst()).size() == 1)
        .map(Node::path)
        .toList();
  }

  private static boolean hasOwnWeights(Node layer, Uses uses) {
    return layer.op().name().matches("conv|conv_transpose|linear") && uses.ownsParameters(layer);
  }
}
