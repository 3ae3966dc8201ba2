package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.memory.MemoryFormat;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import dev.specc.recipe.Loss;
import dev.specc.schedule.Recompute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training that recomputes segments equals training that keeps them, to the bit. */
class RecomputeTest {
  @TempDir private static Path folder;

  private static final int STEPS = 10;
  private static final int RANDOM = 15;

  /** Where a value has several readers in a stage, its gradient is summed up in another order. */
  private static final double ROUNDING = 1e-6;

  private static final int BATCH = 6;

  private static final String STEM = "- conv: {out: 8, kernel: 3, padding: 1, bias: false}\n";
  private static final String END = "- global_avg_pool\n- flatten\n- linear: {out: 5}\n";

  @ParameterizedTest
  @EnumSource(Precision.class)
  void inEachPrecision(Precision precision) {
    String layer =
        "- dense: [batch_norm, relu, conv: {out: 8, kernel: 1}, batch_norm, relu, conv: {out: 4, kernel: 3, padding: 1}]\n  layers: 3\n";
    ScriptOptions options = new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision);
    assertLearnsTheSame(net(STEM + layer + "- batch_norm\n- relu\n" + END), options, 0);
  }

  @ParameterizedTest
  @CsvSource({"40", "100"})
  void denseNetLearnsTheSame(String depth) {
    Path spec = Path.of(System.getProperty("specc.root"), "specs", "densenet_cifar.yaml");
    Map<String, String> set = Map.of("depth", depth);
    Compiler.Request request =
        new Compiler.Request(spec.toString(), "BC-L100-k12", set, size(3, 8, 8));
    assertLearnsTheSame(
        new Compiler(new FileSources()).compile(request).graphs().getFirst(),
        ScriptOptions.float32(MemoryFormat.CHANNELS_LAST));
  }

  private static dev.specc.op.Shape size(long channels, long height, long width) {
    return dev.specc.op.Shape.of(channels, height, width);
  }

  @ParameterizedTest
  @EnumSource
  void denseBlocksWithDropout(MemoryFormat format) {
    assertLearnsTheSame(
        net(
            STEM
                + """
                - dense:
                    - batch_norm
                    - relu
                    - conv: {out: 8, kernel: 1}
                    - batch_norm
                    - relu
                    - conv: {out: 4, kernel: 3, padding: 1}
                    - dropout: {p: 0.3}
                  layers: 3
                - transition: {compression: 0.5}
                """
                + END),
        ScriptOptions.float32(format));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A convolution that pads its input itself, one side more than the other.
        "- batch_norm\n- silu\n- conv: {out: 6, kernel: 3, stride: 2, padding: same, groups: 2}\n",
        // Activations alone; the first reads what others write.
        "- conv: {out: 6, kernel: 1}\n- gelu\n- conv: {out: 6, kernel: 1}\n",
        // What a segment reads has other readers, before and after it.
        """
        - residual:
            - batch_norm
            - relu
            - conv: {out: 8, kernel: 3, padding: 1, bias: false}
            - batch_norm
            - relu
            - conv: {out: 8, kernel: 3, padding: 1, bias: false}
        - residual:
            - batch_norm
            - conv: {out: 8, kernel: 3, padding: 1}
            - batch_norm
          shortcut: projection
        - relu
        """,
        // One set of parameters for two segments and their convolutions.
        """
        - batch_norm:
          share: norm
        - relu
        - conv: {out: 8, kernel: 3, padding: 1}
          share: conv
        - batch_norm:
          share: norm
        - relu
        - conv: {out: 8, kernel: 3, padding: 1}
          share: conv
        """,
        // Branches, of which one learns nothing, meet in a concat that a segment reads.
        """
        - branches:
            a: [conv: {out: 4, kernel: 1}, relu]
            b: [zero]
            c: [max_pool: {kernel: 3, stride: 1, padding: 1}]
        - batch_norm
        - relu
        - conv: {out: 6, kernel: 1}
        """
      })
  void smallNetsLearnTheSame(String steps) {
    assertLearnsTheSame(net(STEM + steps + END), ScriptOptions.float32(MemoryFormat.CHANNELS_LAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void segmentsOfTheImageByWhichTheLossHasNoGradient(String affine) {
    String norm = "- batch_norm: {affine: " + affine + "}\n- relu\n";
    assertLearnsTheSame(net(norm + STEM + END), ScriptOptions.float32(MemoryFormat.CHANNELS_LAST));
  }

  @Test
  void headsAndSeveralOutputs() {
    assertLearnsTheSame(
        compile(
            """
            specc: 1
            input: [3, 12, 12]
            net:
              - conv: {out: 8, kernel: 3}
                as: a
              - batch_norm
              - relu
              - conv: {out: 8, kernel: 3}
                as: b
              - batch_norm
              - relu
              - conv: {out: 8, kernel: 3}
              - global_avg_pool
              - flatten
              - linear: {out: 5}
                as: logits
            aux:
              - as: head
                from: b
                weight: 0.3
                body:
                  - batch_norm
                  - relu
                  - conv: {out: 4, kernel: 1}
                  - global_avg_pool
                  - flatten
                  - linear: {out: 5}
            outputs: {logits: logits, early: a}
            """),
        ScriptOptions.float32(MemoryFormat.CHANNELS_LAST));
  }

  @Test
  void randomNets() {
    int segments = 0;
    for (long seed = 1; seed <= RANDOM; seed++) {
      Graph graph = RandomNets.of(seed);
      try {
        assertLearnsTheSame(graph, ScriptOptions.float32(MemoryFormat.CHANNELS_LAST), ROUNDING);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("net of seed " + seed, e);
      }
      segments += RandomNets.segments(graph) > 0 ? 1 : 0;
    }
    assertTrue(segments > RANDOM / 2, segments + " nets have segments");
  }

  private static Graph net(String steps) {
    return compile("specc: 1\ninput: [3, 12, 12]\nnet:\n" + steps.indent(2));
  }

  private static Graph compile(String text) {
    try {
      Path file = Files.writeString(folder.resolve("net.yaml"), text);
      Compiler.Result result =
          new Compiler(new FileSources()).compile(Compiler.Request.of(file.toString()));
      assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
      return result.graphs().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertLearnsTheSame(Graph graph, ScriptOptions options) {
    assertLearnsTheSame(graph, options, 0);
  }

  /**
   * @param tolerance of the largest gradient; of weights and losses after ten steps
   */
  private static void assertLearnsTheSame(Graph graph, ScriptOptions options, double tolerance) {
    TrainingStep step =
        new TrainingStep(new UpdateRule.Sgd(0.9, true), 10, Map.of(), new Loss.CrossEntropy(0.1));
    Shape input = Engines.batched(BATCH, graph.inputs().getFirst().output().dims());
    Engine engine = Engine.getEngine("PyTorch");
    try (NDManager manager = engine.newBaseManager()) {
      engine.setRandomSeed(1);
      GraphBlock block = new GraphBlock(graph);
      block.initialize(manager, DataType.FLOAT32, input);
      Map<String, NDArray> weights = new LinkedHashMap<>();
      block.parametersByName().forEach((name, p) -> weights.put(name, p.getArray()));
      try (GraphScript kept = GraphScript.load(graph, weights, Device.cpu(), options, step);
          GraphScript again =
              GraphScript.load(
                  graph, weights, Device.cpu(), options, step.recomputing(Recompute.DENSE))) {
        NDList images = new NDList(manager.randomNormal(input));
        NDArray labels = manager.create(new long[] {1, 0, 4, 2, 3, 3}, new Shape(BATCH));
        engine.setRandomSeed(2);
        Map<String, NDArray> expected = kept.gradients(images, new NDList(labels));
        engine.setRandomSeed(2);
        Map<String, NDArray> gradients = again.gradients(images, new NDList(labels));
        assertClose(expected, gradients, tolerance);
        Engines.assertAllClose(kept.tensors(), again.tensors(), 0);
        Map<String, NDArray> before = new LinkedHashMap<>();
        kept.updateState().forEach((name, array) -> before.put(name, array.duplicate()));
        for (int i = 0; i < STEPS; i++) {
          engine.setRandomSeed(10 + i);
          float loss = kept.step(images, new NDList(labels), 1e-2).loss().getFloat();
          engine.setRandomSeed(10 + i);
          float same = again.step(images, new NDList(labels), 1e-2).loss().getFloat();
          assertTrue(
              Math.abs(same - loss) <= tolerance * loss,
              "the loss of step " + i + " is " + same + ", not " + loss);
        }
        assertClose(kept.tensors(), again.tensors(), tolerance);
        assertClose(kept.updateState(), again.updateState(), tolerance);
        assertNotEquals(before, again.updateState());
      }
    }
  }

  /** A gradient may be nothing but rounding: all are held against the largest of all. */
  private static void assertClose(
      Map<String, NDArray> expected, Map<String, NDArray> actual, double tolerance) {
    assertEquals(expected.keySet(), actual.keySet());
    double scale = 0;
    for (NDArray array : expected.values()) {
      scale = Math.max(scale, array.toType(DataType.FLOAT32, true).abs().max().getFloat());
    }
    for (Map.Entry<String, NDArray> entry : expected.entrySet()) {
      NDArray wanted = entry.getValue().toType(DataType.FLOAT32, true);
      NDArray got = actual.get(entry.getKey()).toType(DataType.FLOAT32, true);
      float apart = wanted.sub(got).abs().max().getFloat();
      assertTrue(apart <= tolerance * scale, () -> entry.getKey() + " differs by " + apart);
    }
  }
}
