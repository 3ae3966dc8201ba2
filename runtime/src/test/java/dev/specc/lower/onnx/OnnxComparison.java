package dev.specc.lower.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.train.Unrecorded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph as blocks and as an ONNX model in ONNX Runtime, with the same random weights. */
final class OnnxComparison implements AutoCloseable {
  private static final int SEED = 3;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Graph graph;
  private final GraphBlock block;
  private final OnnxSession session;

  /**
   * @param file where the model is written
   */
  OnnxComparison(Graph graph, Path file) throws IOException, OrtException {
    this.graph = graph;
    this.block = new GraphBlock(graph);
    Engine.getEngine("PyTorch").setRandomSeed(SEED);
    Shape[] shapes = graph.inputs().stream().map(n -> batched(1, n.output())).toArray(Shape[]::new);
    block.initialize(manager, DataType.FLOAT32, shapes);
    Map<String, NDArray> weights = new LinkedHashMap<>();
    block.parametersByName().forEach((name, p) -> weights.put(name, p.getArray()));
    Unrecorded.run(() -> weights.forEach(this::unsettle));
    try (OutputStream out = Files.newOutputStream(file)) {
      OnnxModel.write(graph, weights, out);
    }
    this.session = new OnnxSession(file);
  }

  /** Ones and zeros would hide a mistake. */
  private void unsettle(String name, NDArray array) {
    if (array.getDataType() == DataType.FLOAT32 && array.getShape().dimension() < 2) {
      array.addi(manager.randomUniform(0, 0.5f, array.getShape()));
    }
  }

  /** Every output is the block's, in shape and in value. */
  void assertEqualOutputs(int batch, double tolerance) throws OrtException {
    NDList inputs = new NDList();
    graph.inputs().forEach(n -> inputs.add(manager.randomNormal(batched(batch, n.output()))));
    NDList expected = block.forward(new ParameterStore(manager, false), inputs, false);
    NDList actual = session.run(inputs, manager);
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).getShape(), actual.get(i).getShape());
      assertClose(expected.get(i).toFloatArray(), actual.get(i).toFloatArray(), tolerance);
    }
  }

  /** Relative to the largest element, or absolute where that is below 1. */
  private static void assertClose(float[] expected, float[] actual, double tolerance) {
    double largest = 1;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double apart = Math.abs(expected[i] - actual[i]);
      difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
    }
    assertTrue(difference <= tolerance * largest, "difference " + difference / largest);
  }

  private static Shape batched(long batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }

  @Override
  public void close() throws OrtException {
    session.close();
    manager.close();
  }
}
