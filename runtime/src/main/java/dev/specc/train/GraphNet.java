package dev.specc.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.recipe.Recipe;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph lowered to DJL blocks, trained operation by operation. */
public final class GraphNet implements TrainableNet {
  private final LossFunction loss;
  private final Engine engine;
  private final NDManager manager;
  private final CpuThreads threads;
  private final ParameterStore store;
  private final GraphBlock block;
  private final Map<String, NDArray> arrays;
  private final ParameterUpdate update;
  private final @Nullable AveragedWeights averages;

  /** What predicts: the block itself, or one of the same graph with the averaged weights. */
  private final GraphBlock tested;

  /** The net on a device, with the initial weights that the recipe asks for. */
  public GraphNet(Graph graph, Recipe recipe, Device device) {
    this.loss = new LossFunction(recipe.loss(), graph);
    this.engine = TorchEngine.get();
    this.manager = engine.newBaseManager(device);
    this.threads = new CpuThreads(graph);
    this.store = new ParameterStore(manager, false);
    this.block = new GraphBlock(graph);
    new StartingWeights(graph, recipe.initialisation()).give(block, manager, recipe.seed());
    this.arrays = arrays(block);
    this.update = new ParameterUpdate(graph, recipe, manager, arrays);
    this.averages =
        recipe.ema() == 0
            ? null
            : new AveragedWeights(recipe.ema(), AveragedWeights.copies(arrays, manager), arrays);
    this.tested = averages == null ? block : GraphBlock.with(graph, manager, averages.byName());
  }

  private static Map<String, NDArray> arrays(GraphBlock block) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, p) -> arrays.put(name, p.getArray()));
    return arrays;
  }

  @Override
  public StepResult step(Batch batch, StepSettings settings) {
    threads.use(batch.size());
    engine.setRandomSeed(settings.seed());
    NDArray value;
    NDList outputs;
    try (GradientCollector gradients = engine.newGradientCollector()) {
      outputs = block.forward(store, new NDList(batch.images()), true);
      value = loss.of(outputs, batch.targets());
      gradients.backward(value);
    }
    NDArray logits = outputs.head();
    Unrecorded.run(() -> update(value, settings));
    NDArray correct = Unrecorded.get(() -> logits.argMax(1).eq(batch.labels()).sum());
    return new StepResult(value.stopGradient(), correct);
  }

  /** On a GPU the loss is not waited for: there a broken step is noticed after its update. */
  private void update(NDArray value, StepSettings settings) {
    if (!manager.getDevice().isGpu() && !Float.isFinite(value.getFloat())) {
      update.skip();
      return;
    }
    update.apply(settings.learningRate());
    if (averages != null) {
      averages.follow(settings.number() + 1);
    }
  }

  @Override
  public NDArray predict(NDArray images) {
    threads.use((int) images.getShape().get(0));
    return Unrecorded.get(() -> tested.forward(store, new NDList(images), false).head());
  }

  @Override
  public Map<String, NDArray> weights() {
    return Collections.unmodifiableMap(averages == null ? arrays : averages.byName());
  }

  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>(arrays);
    update.state().forEach((name, array) -> state.put("optimizer." + name, array));
    if (averages != null) {
      averages.byName().forEach((name, array) -> state.putIfAbsent("average." + name, array));
    }
    return state;
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    update.close();
    if (averages != null) {
      averages.close();
    }
    manager.close();
  }
}
