package dev.specc.predict;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.graph.Graph;
import dev.specc.lower.script.InferenceScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.precision.Precision;
import dev.specc.train.Classifier;
import dev.specc.train.CpuThreads;
import dev.specc.train.TorchEngine;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.DerivedWeights;
import dev.specc.weights.StateDict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A net with one input and the weights of a file, in evaluation mode on the script engine. */
public final class Predictor implements Classifier, AutoCloseable {
  private final InferenceScript script;
  private final CpuThreads threads;

  /**
   * @param trained the net with its auxiliary heads: what the weights must be those of
   * @param graph of which the first output is computed, with heads or without
   * @param weights a safetensors file or a {@code state_dict} of torch.save
   * @param passes what is done to the graph first; nothing in low precision, whose rounding is to
   *     be that of training
   * @param precision that it computes in
   * @throws dev.specc.weights.WeightsException where the weights are not the net's
   */
  public Predictor(
      Graph trained,
      Graph graph,
      Path weights,
      Selection passes,
      Device device,
      Precision precision) {
    Selection exact = precision == Precision.FLOAT32 ? passes : Selection.NONE;
    Transformed net = Passes.run(graph, Purpose.INFERENCE, exact);
    try (NDManager host = TorchEngine.get().newBaseManager(Device.cpu())) {
      this.script =
          new InferenceScript(
              net.graph(),
              DerivedWeights.of(net, StateDict.read(weights, trained, graph, host), host),
              device,
              ScriptOptions.inference(device, precision));
    }
    this.threads = new CpuThreads(net.graph());
  }

  /**
   * The output for some inputs, one after the other.
   *
   * @return float32, little-endian
   */
  public ByteBuffer predict(Inputs inputs, long from, int count) {
    try (NDManager step = manager().newSubManager()) {
      NDArray batch = inputs.batch(step, from, count);
      return predict(batch).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Override
  public NDArray predict(NDArray images) {
    threads.use((int) images.getShape().get(0));
    return script.predict(new NDList(images)).head();
  }

  @Override
  public NDManager manager() {
    return script.manager();
  }

  @Override
  public void close() {
    script.close();
  }
}
