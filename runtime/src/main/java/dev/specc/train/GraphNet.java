package dev.specc.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.weights.SafetensorsFile;
import dev.specc.weights.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph lowered to DJL blocks, trained operation by operation. */
public final class GraphNet implements TrainableNet {
  private final Graph graph;
  private final Optimizer optimizer;
  private final Engine engine;
  private final NDManager manager;
  private final CpuThreads threads;
  private GraphBlock block;
  private ParameterStore store;
  private ParameterUpdate update;

  /** The net on a device, with PyTorch's default weights. */
  public GraphNet(Graph graph, Optimizer optimizer, Device device) {
    this.graph = graph;
    this.optimizer = optimizer;
    this.engine = TorchEngine.get();
    this.manager = engine.newBaseManager(device);
    this.threads = new CpuThreads(graph);
    this.block = new GraphBlock(graph);
    this.store = new ParameterStore(manager, false);
    initialise(Initialisation.PYTORCH, 0);
  }

  @Override
  public void initialise(Initialisation how, long seed) {
    block.clear();
    block = new GraphBlock(graph);
    store = new ParameterStore(manager, false);
    engine.setRandomSeed((int) (seed ^ seed >>> 32));
    switch (how) {
      case XAVIER -> block.setInitializer(new XavierUniform(), Parameter.Type.WEIGHT);
      case PYTORCH -> {}
    }
    block.initialize(manager, DataType.FLOAT32, inputShape());
    List<NDArray> trained =
        block.parametersByName().values().stream()
            .filter(Parameter::requiresGradient)
            .map(Parameter::getArray)
            .toList();
    update = new ParameterUpdate(optimizer, manager, trained);
  }

  private Shape inputShape() {
    Shape shape = new Shape(1);
    for (long dim : graph.inputs().getFirst().output().dims()) {
      shape = shape.add(dim);
    }
    return shape;
  }

  @Override
  public StepResult step(Batch batch, double learningRate) {
    threads.use(batch.size());
    NDArray loss;
    NDList outputs;
    try (GradientCollector gradients = engine.newGradientCollector()) {
      outputs = block.forward(store, new NDList(batch.images()), true);
      loss = CrossEntropy.withHeads(outputs, batch.labels(), graph.outputs().size(), graph.heads());
      gradients.backward(loss);
    }
    NDArray logits = outputs.head();
    Unrecorded.run(() -> update.apply(learningRate));
    NDArray correct = Unrecorded.get(() -> logits.argMax(1).eq(batch.labels()).sum());
    return new StepResult(loss.stopGradient(), correct);
  }

  @Override
  public NDArray predict(Batch batch) {
    threads.use(batch.size());
    NDList input = new NDList(batch.images());
    return Unrecorded.get(() -> block.forward(store, input, false).head());
  }

  @Override
  public void save(Path file) throws IOException {
    SafetensorsFile.write(file, arrays());
  }

  @Override
  public void load(Path file) {
    Unrecorded.run(() -> StateDict.load(file, graph, arrays()));
  }

  private Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
