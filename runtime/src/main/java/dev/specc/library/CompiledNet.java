package dev.specc.library;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.precision.Precision;
import dev.specc.predict.Taught;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import dev.specc.train.Evaluation;
import dev.specc.train.Evaluator;
import dev.specc.train.Execution;
import dev.specc.train.LabelledInputs;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainableNet;
import dev.specc.train.Training;
import dev.specc.train.TrainingData;
import dev.specc.train.TrainingEngine;
import dev.specc.train.TrainingListener;
import dev.specc.train.Unrecorded;
import dev.specc.weights.SafetensorsFile;
import dev.specc.weights.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A net whose every shape is known. */
public record CompiledNet(Graph graph) {
  /**
   * A DJL block of it, to compose with other blocks, to train with DJL's Trainer, or to run. It is
   * initialised as PyTorch initialises its layers.
   */
  public GraphBlock toBlock() {
    TorchEngine.get();
    return new GraphBlock(graph);
  }

  /**
   * A DJL block with the weights of a file.
   *
   * @param weights safetensors, or a {@code state_dict} of torch.save
   * @param manager that the parameters belong to
   * @throws dev.specc.weights.WeightsException where the weights are not the net's
   */
  public GraphBlock toBlock(Path weights, NDManager manager) {
    GraphBlock block = toBlock();
    block.initialize(manager, DataType.FLOAT32, block.specShapes());
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    block.parametersByName().forEach((name, p) -> arrays.put(name, p.getArray()));
    Unrecorded.run(() -> StateDict.load(weights, graph, arrays));
    return block;
  }

  /**
   * Trains it by a recipe and writes its weights.
   *
   * @param weights the safetensors file to write
   * @param listener hears how it goes
   * @return how it does on the test images
   * @throws SpecException where the recipe names a teacher whose spec has errors
   */
  public Evaluation train(Recipe recipe, Path weights, TrainingListener listener)
      throws IOException {
    TrainingEngine engine = TrainingEngine.SCRIPT;
    Device device = TorchEngine.get().defaultDevice();
    Precision precision = Execution.preferredPrecision(engine, device);
    Execution execution = new Execution(engine, precision, Recompute.NONE, List.of(device));
    Dataset images =
        Datasets.open(recipe.data(), graph.inputs().getFirst().output(), recipe.seed());
    try (Taught taught =
            Taught.by(recipe.loss(), spec -> Specc.compile(spec, Map.of()).graph(), graph, device);
        TrainableNet net = execution.net(graph, recipe)) {
      Recipe measured = TrainingData.measured(recipe, images, net.manager());
      try (TrainingData data = new TrainingData(graph, images, measured, net.manager());
          LabelledInputs test = data.test()) {
        new Training(net, data, measured, taught.teacher(), listener).run();
        SafetensorsFile.write(weights, Map.of(), net.weights());
        return Evaluator.evaluate(net, test);
      }
    }
  }
}
