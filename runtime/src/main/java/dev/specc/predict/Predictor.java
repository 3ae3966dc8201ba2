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
import dev.specc.train.Classifier;
import dev.specc.train.CpuThreads;
import dev.specc.train.TorchEngine;
import dev.specc.train.Unrecorded;
import dev.specc.weights.StateDict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A net with one input and the weights of a file, in evaluation mode. */
public final class Predictor implements Classifier, AutoCloseable {
  private final NDManager manager;
  private final GraphBlock block;
  private final CpuThreads threads;
  private final ParameterStore store;
  private final List<Long> input;

  /**
   * @param trained the net with its auxiliary heads: what the weights must be those of
   * @param graph of which the first output is computed, with heads or without
   * @param weights a safetensors file or a {@code state_dict} of torch.save
   * @throws dev.specc.weights.WeightsException where the weights are not the net's
   */
  public Predictor(Graph trained, Graph graph, Path weights) {
    Device device = TorchEngine.get().defaultDevice();
    this.manager = TorchEngine.get().newBaseManager(device);
    this.input = graph.inputs().getFirst().output().dims();
    this.block = new GraphBlock(graph);
    this.threads = new CpuThreads(graph);
    this.store = new ParameterStore(manager, false);
    try {
      block.setInitializer(Initializer.ZEROS, parameter -> true);
      block.initialize(manager, DataType.FLOAT32, batch(1));
      Unrecorded.run(() -> StateDict.load(weights, trained, arrays()));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }

  private Shape batch(int count) {
    return new Shape(count).addAll(new Shape(input.stream().mapToLong(d -> d).toArray()));
  }

  /**
   * The output for some inputs.
   *
   * @param inputs float32, little-endian, one input after the other
   * @return likewise
   */
  public ByteBuffer predict(ByteBuffer inputs, int count) {
    return Unrecorded.get(
        () -> {
          try (NDManager step = manager.newSubManager()) {
            NDArray batch = step.create(inputs, batch(count), DataType.FLOAT32);
            return predict(batch).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
          }
        });
  }

  @Override
  public NDArray predict(NDArray images) {
    threads.use((int) images.getShape().get(0));
    return Unrecorded.get(() -> block.forward(store, new NDList(images), false).head());
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
