package dev.specc.predict;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.train.CpuThreads;
import dev.specc.train.TorchEngine;
import dev.specc.weights.StateDict;
import java.nio.file.Path;

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
    this.store = new ParameterStore(manager, false);
    this.threads = new CpuThreads(graph);
    try {
      this.block =
          GraphBlock.with(graph, manager, StateDict.read(weights, trained, graph, manager));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
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

  /**
   * A parameter by its name in the {@code state_dict}.
   *
   * @throws IllegalArgumentException where there is none
   */
  public NDArray parameter(String name) {
    Parameter parameter = block.parametersByName().get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return parameter.getArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
