package dev.specc.lower.script;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Each spec of the zoo in its smallest variant on the smallest images that it takes. */
public final class SmallestNets {
  private static final long[] SIDES = {28, 32, 48, 64, 96, 128, 160, 224, 299};

  /** More multiply-accumulates for an image, or parameters, than this make a slow test. */
  private static final long SMALL = 5_000_000;

  private SmallestNets() {}

  private static List<Graph> zoo() throws IOException {
    Path specs = Path.of(System.getProperty("specc.root"), "specs");
    try (Stream<Path> files = Files.list(specs)) {
      return files
          .filter(f -> f.toString().endsWith(".yaml"))
          .sorted()
          .map(SmallestNets::smallest)
          .toList();
    }
  }

  /** Those that a fast test can run. */
  public static List<Graph> small() throws IOException {
    return zoo().stream().filter(SmallestNets::isSmall).toList();
  }

  /** The others. */
  public static List<Graph> large() throws IOException {
    return zoo().stream().filter(graph -> !isSmall(graph)).toList();
  }

  private static boolean isSmall(Graph graph) {
    return macs(graph) < SMALL && elements(graph) < SMALL;
  }

  private static Graph smallest(Path spec) {
    Compiler compiler = new Compiler(new FileSources());
    Graph graph =
        compiler.compile(Compiler.Request.of(spec.toString())).graphs().stream()
            .min(Comparator.comparingLong(SmallestNets::elements))
            .orElseThrow();
    long channels = graph.inputs().getFirst().output().channels();
    return LongStream.of(SIDES)
        .mapToObj(side -> Shape.of(channels, side, side))
        .map(size -> resized(compiler, spec, graph, size))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(graph);
  }

  private static Optional<Graph> resized(Compiler compiler, Path spec, Graph graph, Shape size) {
    String variant = graph.variant().isEmpty() ? null : graph.variant();
    Compiler.Request request = new Compiler.Request(spec.toString(), variant, Map.of(), size);
    return compiler.compile(request).graphs().stream().findFirst();
  }

  private static long elements(Graph graph) {
    return graph.parameters().values().stream().mapToLong(ParameterSpec::elements).sum();
  }

  private static long macs(Graph graph) {
    return graph.nodes().stream().mapToLong(graph::macs).sum();
  }
}
