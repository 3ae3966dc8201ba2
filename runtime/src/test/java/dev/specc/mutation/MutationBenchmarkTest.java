package dev.specc.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sample of the mutation benchmark reaches its figures. The whole is benchmarks/mutants.sh. */
class MutationBenchmarkTest {
  /** Convolutions above this many multiply-accumulates run in the whole benchmark only. */
  private static final long LARGE = 2_000_000;

  @Test
  void everyMistakeIsReportedWhereItIs() throws IOException {
    Zoo zoo = Zoo.in(Path.of(System.getProperty("specc.root"), "specs"));
    List<Mutant> all = zoo.mutants(1);
    List<Mutant> sample =
        IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get).toList();
    Figures figures = Figures.of(sample, zoo, new Libtorch(LARGE));
    assertFalse(figures.of(Trial.Verdict.REJECTED) < sample.size() / 10, "too few are rejected");
    assertFalse(figures.of(Trial.Verdict.RUNS) < sample.size() / 10, "too few still run");
    assertEquals(List.of(), figures.shortfalls());
  }

  @Test
  void mutantsAreTheSameInEveryRun() throws IOException {
    Path specs = Path.of(System.getProperty("specc.root"), "specs");
    assertEquals(texts(Zoo.in(specs)), texts(Zoo.in(specs)));
  }

  private static List<String> texts(Zoo zoo) {
    return zoo.mutants(1).stream().map(m -> m.change().text()).toList();
  }
}
