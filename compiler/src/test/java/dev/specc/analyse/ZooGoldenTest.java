package dev.specc.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The zoo's shapes are those of its golden files, {@code specs/golden/<spec>#<variant>.shapes}.
 * {@code ./specc golden --update specs} rewrites them.
 */
class ZooGoldenTest {
  private static final Path SPECS = Path.of(System.getProperty("specc.root"), "specs");

  private record Entry(Path golden, Graph graph) {}

  @TestFactory
  Stream<DynamicTest> hasTheGoldenShapes() throws IOException {
    return zoo().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.golden.getFileName().toString(),
                    () ->
                        assertEquals(
                            Files.readString(entry.golden),
                            ShapeTable.of(Analysis.of(entry.graph)))));
  }

  @Test
  void noGoldenFileIsLeftOver() throws IOException {
    Set<Path> known = zoo().stream().map(Entry::golden).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(SPECS.resolve("golden"))) {
      Set<Path> leftOver = files.filter(f -> !known.contains(f)).collect(Collectors.toSet());
      assertEquals(Set.of(), leftOver);
    }
  }

  @Test
  void noSpecHasAnErrorOrAWarning() throws IOException {
    for (Path spec : specs()) {
      Compiler.Result result = compile(spec);
      assertTrue(result.diagnostics().isEmpty(), () -> spec + ": " + result.diagnostics());
    }
  }

  private static List<Entry> zoo() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path spec : specs()) {
      String stem = spec.getFileName().toString().replace(".yaml", "");
      for (Graph graph : compile(spec).graphs()) {
        String variant = graph.variant().isEmpty() ? "" : "#" + graph.variant();
        entries.add(new Entry(SPECS.resolve("golden").resolve(stem + variant + ".shapes"), graph));
      }
    }
    return entries;
  }

  private static Compiler.Result compile(Path spec) {
    return new Compiler(new FileSources()).compile(Compiler.Request.of(spec.toString()));
  }

  private static Set<Path> specs() throws IOException {
    try (Stream<Path> files = Stream.concat(Files.list(SPECS), Files.list(SPECS.resolve("std")))) {
      return files
          .filter(f -> f.toString().endsWith(".yaml"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
