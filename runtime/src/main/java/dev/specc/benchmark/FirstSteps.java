package dev.specc.benchmark;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.Sources;
import dev.specc.recipe.Recipe;
import dev.specc.source.SourceFile;
import dev.specc.train.Execution;
import dev.specc.train.TrainableNet;
import java.util.Map;

/**
 * The steps of a tiny net, with which a process reads what it reads once: libtorch's code, which
 * comes into memory as it is called, classes, threads. What another net takes after them is its
 * own.
 */
public final class FirstSteps {
  private static final int BATCH = 2;

  private static final String TINY =
      """
      specc: 1
      input: [1, 8, 8]
      net:
        - conv: {out: 4, kernel: 3, padding: 1, bias: false}
        - batch_norm
        - relu
        - max_pool: {kernel: 2}
        - flatten
        - linear: {out: 2}
      """;

  private FirstSteps() {}

  /** Trains it for two steps, and predicts. */
  public static void run(Execution execution, Recipe recipe) {
    Graph graph = graph();
    Recipe small = recipe.with().batch(BATCH).build();
    try (TrainableNet net = execution.net(graph, small);
        NetBenchmark steps = new NetBenchmark(net, graph, BATCH)) {
      steps.train(2);
      steps.predict(1);
    }
  }

  private static Graph graph() {
    Compiler.Request request = new Compiler.Request("first-steps", null, Map.of(), null);
    return new Compiler(new OneText(new SourceFile("first-steps", TINY)))
        .compile(request)
        .graphs()
        .getFirst();
  }

  /** A spec that imports nothing. */
  private record OneText(SourceFile file) implements Sources {
    @Override
    public Loaded load(String name) {
      return new Loaded.Text(file);
    }

    @Override
    public Loaded loadImport(String importer, String target) {
      throw new IllegalArgumentException(target);
    }
  }
}
