package dev.specc.lower.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;

class GraphBlockTest {
  static GraphBlock lenet() {
    return new GraphBlock(LeNet.graph());
  }

  @Test
  void computesTheOutputOfANet() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      GraphBlock block = lenet();
      block.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 28, 28));
      ParameterStore store = new ParameterStore(manager, false);
      NDList out = block.forward(store, new NDList(manager.ones(new Shape(5, 1, 28, 28))), false);
      assertEquals(new Shape(5, 10), out.singletonOrThrow().getShape());
    }
  }
}
