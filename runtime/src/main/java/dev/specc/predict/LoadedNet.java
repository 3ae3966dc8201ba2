package dev.specc.predict;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.train.CpuThreads;
import dev.specc.train.TorchEngine;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.DerivedWeights;
import dev.specc.weights.StateDict;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A graph on a device, with the weights of a file. */
public final class LoadedNet implements AutoCloseable {
  private final NDManager manager;
  private final Graph graph;
  private final GraphBlock block;
  private final ParameterStore store;
  private final CpuThreads threads;

  /**
   * @param trained the net with its auxiliary heads: what the weights must be those of
   * @param graph what is run: of the same parameters
   * @param weights a safetensors file or a {@code state_dict} of torch.save
   * @throws dev.specc.weights.WeightsException where the weights are not the net's
   */
  public LoadedNet(Graph trained, Graph graph, Path weights, Device device) {
    this.graph = graph;
    this.manager = TorchEngine.get().newBaseManager(device);
    this.block = new GraphBlock(graph);
    this.store = new ParameterStore(manager, false);
    this.threads = new CpuThreads(graph);
    try {
      block.setInitializer(Initializer.ZEROS, parameter -> true);
      int inputs = graph.inputs().size();
      block.initialize(
          manager,
          DataType.FLOAT32,
          IntStream.range(0, inputs).mapToObj(i -> inputShape(i, 1)).toArray(Shape[]::new));
      Unrecorded.run(() -> StateDict.load(weights, trained, arrays()));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private LoadedNet(NDManager manager, Graph graph, Map<String, NDArray> weights) {
    this.graph = graph;
    this.manager = manager;
    this.block = GraphBlock.with(graph, manager, weights);
    this.store = new ParameterStore(manager, false);
    this.threads = new CpuThreads(graph);
  }

  /**
   * The net after passes for inference, which takes this one's place: its parameters and its paths
   * need no longer be the spec's.
   */
  LoadedNet after(Selection passes) {
    Transformed net = Passes.run(graph, Purpose.INFERENCE, passes);
    Map<String, NDArray> given = arrays();
    Map<String, NDArray> weights = DerivedWeights.of(net, given, manager);
    Set<NDArray> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(weights.values());
    given.values().stream().filter(array -> !kept.contains(array)).forEach(NDArray::close);
    return new LoadedNet(manager, net.graph(), weights);
  }

  private Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }

  public NDManager manager() {
    return manager;
  }

  /** The shape of one of its inputs with a batch in front. */
  public Shape inputShape(int input, int batch) {
    long[] dims = graph.inputs().get(input).output().dims().stream().mapToLong(d -> d).toArray();
    return new Shape(batch).addAll(new Shape(dims));
  }

  /**
   * The outputs in evaluation mode, recorded for gradients where the calling thread records.
   *
   * @param inputs in the graph's order, float32
   * @return they belong to the inputs' manager
   */
  public NDList forward(NDList inputs) {
    threads.use((int) inputs.head().getShape().get(0));
    return block.forward(store, inputs, false);
  }

  /** Every parameter and buffer by its name in the {@code state_dict}. */
  public Map<String, NDArray> parameters() {
    return Collections.unmodifiableMap(arrays());
  }

  /**
   * A parameter by its name in the {@code state_dict}.
   *
   * @throws IllegalArgumentException where there is none
   */
  public NDArray parameter(String name) {
    NDArray array = arrays().get(name);
    if (array == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return array;
  }

  @Override
  public void close() {
    manager.close();
  }
}
