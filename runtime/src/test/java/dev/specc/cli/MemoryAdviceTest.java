package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.memory.Engine;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.TrainingEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said where memory will not suffice: what would help, and nothing that would not. */
class MemoryAdviceTest {
  private static final Recipe RECIPE = RecipeReader.defaults(List.of()).recipe().orElseThrow();
  private static final StepModel SCRIPT = StepModel.of(Engine.SCRIPT, Processor.CPU);

  private static Graph dense() {
    Path spec = Path.of(System.getProperty("specc.root"), "specs", "densenet_cifar.yaml");
    Compiler.Request request = Compiler.Request.of(spec.toString()).variant("BC-L100-k12");
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }

  private static long needs(StepModel execution) {
    return TrainingMemory.of(dense(), RECIPE, execution).total();
  }

  private static Optional<String> warning(StepModel execution, long available) {
    return new MemoryAdvice(dense(), RECIPE, execution, available).warning();
  }

  @Test
  void nothingIsSaidWhereThereIsEnough() {
    assertEquals(Optional.empty(), warning(SCRIPT, needs(SCRIPT)));
  }

  @Test
  void memoryIsScarceWhereThereIsNotTwiceTheEstimate() {
    long enough = 2 * needs(SCRIPT);
    assertFalse(new MemoryAdvice(dense(), RECIPE, SCRIPT, enough).isScarce());
    assertTrue(new MemoryAdvice(dense(), RECIPE, SCRIPT, enough - 2).isScarce());
  }

  @Test
  void recomputingIsOfferedWhereItWouldFit() {
    long enough = needs(SCRIPT.recomputing(Recompute.DENSE));
    String offered = warning(SCRIPT, enough).orElseThrow();
    assertTrue(
        offered.contains("; with --recompute dense it should fit, or with --batch "), offered);
    String tooLittle = warning(SCRIPT, enough - 1).orElseThrow();
    assertTrue(tooLittle.contains("; the largest batch that should fit is --batch "), tooLittle);
  }

  @Test
  void thePrecisionOfTheRunCounts() {
    Execution low =
        new Execution(TrainingEngine.SCRIPT, Precision.BF16, Recompute.NONE, List.of(Device.cpu()));
    StepModel model = MemoryAdvice.modelOf(low);
    long tooLittle = needs(SCRIPT) - 1;
    assertTrue(warning(SCRIPT, tooLittle).isPresent());
    assertEquals(Optional.empty(), warning(model, tooLittle));
    assertTrue(warning(model, needs(model) - 1).isPresent());
  }

  @Test
  void itIsNotOfferedTwiceNorToBlocks() {
    long enough = needs(SCRIPT.recomputing(Recompute.DENSE));
    assertEquals(Optional.empty(), warning(SCRIPT.recomputing(Recompute.DENSE), enough));
    String blocks = warning(StepModel.of(Engine.BLOCKS, Processor.CPU), enough).orElseThrow();
    assertTrue(blocks.contains("the largest batch that should fit is --batch "), blocks);
  }
}
