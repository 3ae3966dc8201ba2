package dev.specc.benchmark;

import dev.specc.graph.Graph;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import dev.specc.train.Execution;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingEngine;
import java.util.List;

/** One way to train a net and to predict with it, on one batch of noise. */
interface Side extends AutoCloseable {
  /** SGD, as every side learns. */
  double MOMENTUM = 0.9;

  double RATE = 1e-4;

  /** Steps: forward, loss, backward, update. */
  void train(int steps);

  /** Outputs in inference, without gradients. */
  void predict(int batches);

  @Override
  void close();

  /** Ours. */
  static Side of(TrainingEngine engine, Graph graph, int batch) {
    TrainableNet net =
        Execution.plain(engine, TorchEngine.get().defaultDevice()).net(graph, recipe(batch));
    NetBenchmark bench = new NetBenchmark(net, graph, batch);
    return new Side() {
      @Override
      public void train(int steps) {
        bench.train(steps);
      }

      @Override
      public void predict(int batches) {
        bench.predict(batches);
      }

      @Override
      public void close() {
        bench.close();
        net.close();
      }
    };
  }

  static Recipe recipe(int batch) {
    return RecipeReader.defaults(List.of())
        .recipe()
        .orElseThrow()
        .with()
        .optimizer(new Optimizer.Sgd(MOMENTUM, false, Optimizer.Decay.NONE))
        .batch(batch)
        .build();
  }
}
