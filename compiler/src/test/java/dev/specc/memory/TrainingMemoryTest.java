package dev.specc.memory;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Optimizer.Decay;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.schedule.Recompute;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The estimate, on nets small enough to play through by hand, and its laws on the zoo. */
class TrainingMemoryTest {
  private static final int BATCH = 10;

  /** Of a map of one channel, for the batch. */
  private static final long MAP = 4L * 32 * 32 * BATCH;

  private static final Recipe SGD =
      RecipeReader.defaults(List.of())
          .recipe()
          .orElseThrow()
          .with()
          .optimizer(new Optimizer.Sgd(0, false, Decay.NONE))
          .batch(BATCH)
          .build();

  private static TrainingMemory of(String steps, Engine engine) {
    return TrainingMemory.of(graph(net(steps)), SGD, StepModel.of(engine, Processor.GPU));
  }

  private static long part(TrainingMemory memory, Part part) {
    return memory.parts().getOrDefault(part, 0L);
  }

  /** What lives at the worst moment of a step besides the batch and what the parameters take. */
  private static long working(TrainingMemory memory) {
    return part(memory, Part.ACTIVATIONS) + part(memory, Part.TEMPORARIES);
  }

  private static final String AROUND =
      """
      - conv: {out: 8, kernel: 1, bias: false}
      - %s
      - conv: {out: 4, kernel: 1, bias: false}
      """;

  /**
   * Of the second conv's weight, whose gradient is new before it is added to the one that stays.
   */
  private static final long WEIGHT = 4 * 8 * 4;

  @Test
  void aValueThatTwoNodesSaveCountsOnce() {
    // ReLU saves its result and the second conv its input, which is the same: 8 maps. At the worst
    // moment, in ReLU's backward pass, there are also its two gradients, 8 each, and the net's
    // result, 4, which its caller holds.
    TrainingMemory memory = of(AROUND.formatted("relu"), Engine.BLOCKS);
    assertEquals(3 * MAP, part(memory, Part.BATCH));
    assertEquals((8 + 8 + 8 + 4) * MAP, working(memory));
    assertEquals(working(memory), working(of(AROUND.formatted("sigmoid"), Engine.BLOCKS)));
  }

  @Test
  void opsThatSaveTheirInputKeepItBesideTheirResult() {
    // The second conv's backward pass: input and result of GELU, result and gradient of the net,
    // the gradient that comes out.
    long gelu = working(of(AROUND.formatted("gelu"), Engine.BLOCKS));
    assertEquals((8 + 8 + 4 + 4 + 8) * MAP + WEIGHT, gelu);
  }

  @Test
  void dropoutKeepsAMaskInsteadOfItsInput() {
    // On a GPU a byte for each element, a quarter of the values; on a CPU it is float32.
    String net = AROUND.formatted("dropout: {p: 0.5}");
    assertEquals((2 + 8 + 4 + 4 + 8) * MAP + WEIGHT, working(of(net, Engine.BLOCKS)));
  }

  @Test
  void aMaxPoolKeepsItsInputAndAnInt64ForEachResult() {
    String net =
        """
        - conv: {out: 8, kernel: 1, bias: false}
        - %s: {kernel: 2}
        - conv: {out: 1, kernel: 1, bias: false}
        """;
    long max = working(of(net.formatted("max_pool"), Engine.BLOCKS));
    long mean = working(of(net.formatted("avg_pool"), Engine.BLOCKS));
    assertEquals(2 * 8 * MAP / 4, max - mean);
  }

  @Test
  void aSumKeepsNothingAndPassesItsGradientOn() {
    String sum =
        """
        - branches:
            a: [conv: {out: 8, kernel: 1, bias: false}]
            b: [conv: {out: 8, kernel: 1, bias: false}]
          join: add
        """;
    // Both summands and the sum are there in the forward pass, and never more.
    assertEquals((8 + 8 + 8) * MAP, working(of(sum, Engine.BLOCKS)));
  }

  @Test
  void aSumOfSeveralHasTheSumSoFarInThePlaceOfItsSummands() {
    String branch = "    %s: [conv: {out: 8, kernel: 1, bias: false}]\n";
    String branches = branch.repeat(4).formatted("a", "b", "c", "d");
    String sum = "- branches:\n" + branches + "  join: add\n";
    assertEquals((4 * 8 + 8) * MAP, working(of(sum, Engine.BLOCKS)));
  }

  @Test
  void anAffineFunctionMakesOneGradientAfterTheOther() {
    // The worst moment is the second conv's backward pass: its input, the net's result and its
    // gradient, the gradient that comes out.
    long affine = working(of(AROUND.formatted("affine: {scale: 2, shift: 1}"), Engine.BLOCKS));
    assertEquals((8 + 4 + 4 + 8) * MAP + WEIGHT, affine);
  }

  @Test
  void aPoolsPaddedInputIsGoneWhenItsGradientIsCropped() {
    // `same` pads below and to the right. The worst moment is the second conv's backward pass, as
    // above, with the padded input that the pool keeps.
    String pool = AROUND.formatted("avg_pool: {kernel: 2, stride: 1, padding: same}");
    long padded = 4L * 8 * 33 * 33 * BATCH;
    assertEquals(padded + (8 + 4 + 4 + 8) * MAP + WEIGHT, working(of(pool, Engine.BLOCKS)));
  }

  @Test
  void theScriptEngineHasNoGradientsOfParametersBeforeTheBackwardPass() {
    // The worst moment is the softmax's backward pass.
    String net = AROUND.formatted("softmax");
    assertEquals(4L * (3 * 8 + 8 * 4), part(of(net, Engine.BLOCKS), Part.GRADIENTS));
    assertEquals(4L * 8 * 4, part(of(net, Engine.SCRIPT), Part.GRADIENTS), "the second conv's");
  }

  @Test
  void theOptimizerRemembersWhatTorchOptimDoes() {
    Graph graph = graph(net("- conv: {out: 8, kernel: 3}\n"));
    long trained = 4L * (8 * 3 * 9 + 8);
    assertEquals(0, optimizer(graph, new Optimizer.Sgd(0, false, Decay.NONE)));
    assertEquals(trained, optimizer(graph, new Optimizer.Sgd(0.9, true, Decay.NONE)));
    assertEquals(2 * trained, optimizer(graph, new Optimizer.Adam(0.9, 0.999, 1e-8, Decay.NONE)));
    assertEquals(
        trained, optimizer(graph, new Optimizer.RmsProp(0.99, 1e-8, 0, false, Decay.NONE)));
    assertEquals(
        3 * trained, optimizer(graph, new Optimizer.RmsProp(0.99, 1e-8, 0.9, true, Decay.NONE)));
  }

  private static long optimizer(Graph graph, Optimizer rule) {
    Recipe recipe = SGD.with().optimizer(rule).build();
    return part(
        TrainingMemory.of(graph, recipe, StepModel.of(Engine.BLOCKS, Processor.CPU)),
        Part.OPTIMIZER);
  }

  @Test
  void anAverageOfTheWeightsIsOneMoreCopy() {
    Graph graph = graph(net("- conv: {out: 8, kernel: 3}\n- batch_norm\n"));
    Recipe averaged = SGD.with().ema(0.999).build();
    TrainingMemory memory =
        TrainingMemory.of(graph, averaged, StepModel.of(Engine.BLOCKS, Processor.CPU));
    assertEquals(4L * (8 * 3 * 9 + 8 + 4 * 8) + 8, part(memory, Part.WEIGHTS));
    assertEquals(part(memory, Part.WEIGHTS), part(memory, Part.AVERAGES));
    Recipe remembering =
        averaged.with().optimizer(new Optimizer.Sgd(0.9, true, Decay.NONE)).build();
    StepModel script = StepModel.of(Engine.SCRIPT, Processor.CPU);
    TrainingMemory scripts = TrainingMemory.of(graph, remembering, script);
    assertEquals(part(memory, Part.AVERAGES), part(scripts, Part.AVERAGES));
  }

  private static TrainingMemory low(String net) {
    StepModel model = StepModel.of(Engine.SCRIPT, Processor.GPU).in(Precision.BF16);
    return TrainingMemory.of(graph(net(net)), SGD, model);
  }

  @Test
  void valuesOfConvolutionsHaveHalfTheSizeInLowPrecision() {
    // The worst moment is the second conv's backward pass: its input and that one's gradient, 8
    // maps each, the net's result and its gradient, 4 each, the cast of the input that the first
    // conv keeps, 3, and the gradient of its weight, all of 2 bytes.
    TrainingMemory memory = low(AROUND.formatted("relu"));
    assertEquals(3 * MAP, part(memory, Part.BATCH));
    assertEquals(((8 + 8 + 4 + 4 + 3) * MAP + WEIGHT) / 2, working(memory));
    assertEquals(2L * (3 * 8 + 8 * 4), part(memory, Part.LOW_WEIGHTS));
    assertEquals(0, part(memory, Part.GRADIENTS));
  }

  @Test
  void aWrittenDerivativeGoesOverTheGradientThatItReads() {
    // ReLU's backward pass then takes less than the second conv's, as above; in autograd's it has
    // two gradients beside its result.
    String net = AROUND.formatted("relu").replace("out: 4", "out: 1");
    StepModel script = StepModel.of(Engine.SCRIPT, Processor.GPU);
    long written = working(TrainingMemory.of(graph(net(net)), SGD, script));
    assertEquals((8 + 8 + 1 + 1) * MAP + WEIGHT / 4, written);
    assertEquals((8 + 8 + 8 + 1) * MAP, working(of(net, Engine.BLOCKS)));
  }

  @Test
  void nodesThatStayInFloat32KeepTheCastOfTheirInput() {
    // The norm's backward pass: its input in float32, its result, which autograd differentiates,
    // the gradient of that and twice that of its input, all of 8 maps; in 16 bits the norm's input
    // as it came, 8, the first conv's input, 3, and the net's result, 4.
    TrainingMemory memory = low(AROUND.formatted("group_norm: {groups: 2}"));
    assertEquals((8 + 8 + 8 + 2 * 8) * MAP + (8 + 3 + 4) * MAP / 2, working(memory));
  }

  @Test
  void aConvolutionCopiesASlice() {
    // The worst moment is the second conv's backward pass: what was sliced, the net's result and
    // its gradient, the copied slice, and the gradient that comes out.
    long slice = working(of(AROUND.formatted("slice: {end: 6}"), Engine.BLOCKS));
    assertEquals((8 + 4 + 4 + 6 + 6) * MAP + 4 * 6 * 4, slice);
  }

  @Test
  void whereChannelsComeLastAConvolutionCopiesWhatWasShuffled() {
    // As above, with the cast of the input that the first conv keeps, all of 2 bytes.
    long shuffled = working(low(AROUND.formatted("channel_shuffle: {groups: 2}")));
    assertEquals(((8 + 4 + 4 + 8 + 8 + 3) * MAP + WEIGHT) / 2, shuffled);
    // Where they come first, a shuffled array is like any other.
    String shuffle = AROUND.formatted("channel_shuffle: {groups: 2}");
    assertEquals((8 + 4 + 4 + 8) * MAP + WEIGHT, working(of(shuffle, Engine.BLOCKS)));
  }

  @Test
  void aReshapeThatKeepsTheChannelsIsAViewOfAnyLayout() {
    // The second conv's backward pass, as above, without a copy.
    long view = working(low(AROUND.formatted("reshape: {shape: [8, 64, 16]}")));
    assertEquals(((8 + 4 + 4 + 8 + 3) * MAP + WEIGHT) / 2, view);
    long copied = working(low(AROUND.formatted("reshape: {shape: [16, 32, 16]}")));
    assertTrue(copied > view, copied + " > " + view);
  }

  @Test
  void autogradsBatchNormReadsAnyGradientAsItLies() {
    // Its backward pass: input, two gradients, and the net's result of 8 values. A mean's gradient
    // that is written is one number for all pixels, which batch norm and convolution write out.
    String norm = "- conv: {out: 8, kernel: 1}\n- batch_norm\n- global_avg_pool\n- flatten\n";
    assertEquals(24 * MAP + 4 * 8 * BATCH, working(of(norm, Engine.BLOCKS)));
    StepModel last = StepModel.of(Engine.SCRIPT, Processor.CPU);
    long normed = working(TrainingMemory.of(graph(net(norm)), SGD, last));
    String conv = norm.replace("batch_norm", "conv: {out: 8, kernel: 1, bias: false}");
    long convolved = working(TrainingMemory.of(graph(net(conv)), SGD, last));
    assertEquals(3 * 4 * 8 * 8, convolved - normed);
  }

  @Test
  void aLayerNormLeavesChannelsLastBehind() {
    // Its backward pass, with a copy of its input: that, two numbers for each position, two
    // gradients, and the net's result. The conv after it makes no blocks of 16 channels.
    StepModel blocks = StepModel.of(Engine.BLOCKS, Processor.CPU);
    Graph graph = graph(net(AROUND.formatted("layer_norm")));
    assertEquals((8 + 8 + 2 + 8 + 8 + 4) * MAP, working(TrainingMemory.of(graph, SGD, blocks)));
  }

  /** Contiguous arrays, 16 channels: one of oneDNN's blocks. */
  @Test
  void theGradientOfAStridedConvolutionsInputIsThereThreeTimes() {
    String net =
        """
        - conv: {out: 16, kernel: 1, bias: false}
        - conv: {out: 16, kernel: 1, stride: 2, bias: false}
        """;
    StepModel blocks = StepModel.of(Engine.BLOCKS, Processor.CPU);
    // Beside the input there are the result and its gradient.
    TrainingMemory memory = TrainingMemory.of(graph(net(net)), SGD, blocks);
    assertEquals((16 + 4 + 4 + 3 * 16) * MAP, working(memory));
  }

  @Test
  void blocksHaveNoLowPrecision() {
    StepModel blocks = StepModel.of(Engine.BLOCKS, Processor.CPU);
    assertThrows(IllegalArgumentException.class, () -> blocks.in(Precision.BF16));
  }

  /** On a CPU the gradient of a wide kernel has 16 x 16 channels for each one. */
  @Test
  void wideDepthwiseKernelsTakeMoreThanTheirSize() {
    long narrow = 4L * 32 * 3 * 3;
    long wide = 4L * 32 * 5 * 5;
    long more = depthwise(5, Precision.FLOAT32) - depthwise(3, Precision.FLOAT32);
    assertEquals((256 + 2) * wide - 3 * narrow, more);
    // Half as much in 16 bits, with sums in float32 besides.
    long lowMore = depthwise(5, Precision.BF16) - depthwise(3, Precision.BF16);
    assertEquals(3 * 256 * wide / 2 - 3 * narrow / 2, lowMore);
  }

  private static long depthwise(int kernel, Precision precision) {
    String net =
        """
        - conv: {out: 32, kernel: 1, bias: false}
        - conv: {out: 32, kernel: %d, padding: same, depthwise: true, bias: false}
        """;
    StepModel model = StepModel.of(Engine.SCRIPT, Processor.CPU).in(precision);
    return working(TrainingMemory.of(graph(net(net.formatted(kernel))), SGD, model));
  }

  @Test
  void whatIsComputedAgainIsNotKept() {
    // Of each layer that is added, all kept: the result of its conv, and of the batch norm, which
    // ReLU writes over; else the former alone.
    assertEquals(16 * MAP, working(chain(9), Recompute.NONE) - working(chain(8), Recompute.NONE));
    assertEquals(8 * MAP, working(chain(9), Recompute.DENSE) - working(chain(8), Recompute.DENSE));
  }

  private static Graph chain(int layers) {
    String layer = "- batch_norm\n- relu\n- conv: {out: 8, kernel: 1, bias: false}\n";
    return graph(net("- conv: {out: 8, kernel: 1, bias: false}\n" + layer.repeat(layers)));
  }

  private static long working(Graph graph, Recompute recompute) {
    StepModel execution = StepModel.of(Engine.SCRIPT, Processor.GPU).recomputing(recompute);
    return working(TrainingMemory.of(graph, SGD, execution));
  }

  @Test
  void largerBatchesTakeMoreAndTheLargestThatFitsIsFound() {
    for (String spec : List.of("lenet", "resnet_cifar#resnet20", "googlenet#torchvision")) {
      Graph graph = zoo(spec);
      for (Engine engine : Engine.values()) {
        long memory = at(graph, 37, engine).total();
        assertTrue(memory < at(graph, 38, engine).total(), spec);
        assertEquals(OptionalInt.of(37), largest(graph, engine, memory), spec);
        assertEquals(OptionalInt.of(36), largest(graph, engine, memory - 1), spec);
      }
    }
  }

  @Test
  void whereNotEvenOneImageFitsThereIsNoBatch() {
    assertEquals(OptionalInt.empty(), largest(zoo("lenet"), Engine.BLOCKS, 1 << 20));
  }

  @Test
  void aBatchBeyondAllMemoryIsANumberToo() {
    Graph graph = graph(net("- upsample: {factor: 10000}\n- conv: {out: 8, kernel: 1}\n"));
    long bytes = at(graph, Integer.MAX_VALUE, Engine.BLOCKS).total();
    assertTrue(bytes > 1L << 44, Long.toString(bytes));
  }

  private static TrainingMemory at(Graph graph, int batch, Engine engine) {
    return TrainingMemory.of(
        graph, SGD.with().batch(batch).build(), StepModel.of(engine, Processor.CPU));
  }

  private static OptionalInt largest(Graph graph, Engine engine, long memory) {
    return TrainingMemory.largestBatch(graph, SGD, StepModel.of(engine, Processor.CPU), memory);
  }

  private static Graph zoo(String spec) {
    String[] parts = spec.split("#");
    Path file = Path.of(System.getProperty("specc.root"), "specs", parts[0] + ".yaml");
    Compiler.Request request = Compiler.Request.of(file.toString());
    Compiler.Request named = parts.length > 1 ? request.variant(parts[1]) : request;
    return new Compiler(new FileSources()).compile(named).graphs().getFirst();
  }
}
