package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.weights.ArrayBytes;
import dev.specc.weights.NamedParameter;
import dev.specc.weights.SafetensorsWriter;
import dev.specc.weights.WeightsCopy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights that a net starts with, as PyTorch initialises its layers. */
public final class InitialWeights implements WeightsCopy.Initial, AutoCloseable {
  private final NDManager manager;
  private final GraphBlock block;

  /** The same seed gives the same weights. */
  public InitialWeights(Graph graph, long seed) {
    this.manager = TorchEngine.get().newBaseManager();
    this.block = new GraphBlock(graph);
    TorchEngine.get().setRandomSeed(Seeds.fold(seed));
    block.initialize(manager, DataType.FLOAT32, block.specShapes());
  }

  @Override
  public SafetensorsWriter.Bytes of(NamedParameter parameter) {
    NDArray array = block.parametersByName().get(parameter.name()).getArray();
    return out -> ArrayBytes.write(array, out);
  }

  /** All of them by name, in the order of the graph's nodes. */
  public Map<String, NDArray> byName() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, p) -> arrays.put(name, p.getArray()));
    return Collections.unmodifiableMap(arrays);
  }

  @Override
  public void close() {
    manager.close();
  }
}
