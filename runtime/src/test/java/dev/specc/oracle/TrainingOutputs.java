package dev.specc.oracle;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.train.TorchEngine;
import dev.specc.train.Unrecorded;
import java.util.Arrays;
import java.util.List;

/** What a net gives in training: its outputs, and its auxiliary heads after them. */
final class TrainingOutputs {
  private TrainingOutputs() {}

  /** The shape of each for one example, as {@code [1000]}. */
  static List<String> shapes(Graph graph) {
    long[] dims = graph.inputs().getFirst().output().dims().stream().mapToLong(d -> d).toArray();
    Shape input = new Shape(2).addAll(new Shape(dims));
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      GraphBlock block = new GraphBlock(graph);
      block.setInitializer(Initializer.ZEROS, parameter -> true);
      block.initialize(manager, DataType.FLOAT32, input);
      ParameterStore store = new ParameterStore(manager, false);
      NDList batch = new NDList(manager.zeros(input));
      NDList outputs = Unrecorded.get(() -> block.forward(store, batch, true));
      return outputs.stream()
          .map(o -> Arrays.toString(o.getShape().slice(1).getShape()).replace(" ", ""))
          .toList();
    }
  }
}
