package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.elaborate.Refusal;
import dev.specc.op.Pool;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is left of a failing spec is what makes it fail. */
class ShrinkerTest {
  private static final Predicate<SpecTree> ACCEPTED_WITH_A_LONG_STRIDE =
      spec ->
          Differential.compile(SpecText.of(spec)).graphs().stream()
              .flatMap(graph -> graph.layers().stream())
              .anyMatch(
                  node -> node.op() instanceof Pool.MaxPool p && p.window().stride().height() > 2);

  private static final Predicate<SpecTree> REFUSED_POOL =
      spec -> {
        Compiler.Result result = Differential.compile(SpecText.of(spec));
        return result.refusals().stream().map(Refusal::op).anyMatch(Pool.AvgPool.class::isInstance);
      };

  @Test
  void littleIsLeftOfAnAcceptedSpec() {
    String smallest = shrunk(ACCEPTED_WITH_A_LONG_STRIDE);
    assertTrue(smallest.lines().count() <= 8, smallest);
  }

  @Test
  void littleIsLeftOfARejectedSpec() {
    String smallest = shrunk(REFUSED_POOL);
    assertTrue(smallest.lines().count() <= 8, smallest);
  }

  private static String shrunk(Predicate<SpecTree> fails) {
    SpecTree spec =
        LongStream.range(1, 10_000)
            .mapToObj(Generator::spec)
            .filter(s -> s.steps().size() > 10 && fails.test(s))
            .findFirst()
            .orElseThrow();
    SpecTree smallest = Shrinker.shrink(spec, fails);
    assertTrue(fails.test(smallest));
    assertTrue(Shrinker.size(smallest) < Shrinker.size(spec));
    return SpecText.of(smallest);
  }
}
