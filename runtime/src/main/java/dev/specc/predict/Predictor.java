package dev.specc.predict;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.specc.graph.Graph;
import dev.specc.lower.script.InferenceScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.memory.MemoryFormat;
import dev.specc.precision.Precision;
import dev.specc.train.Classifier;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Selection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A net with one input and the weights of a file, in evaluation mode. */
public final class Predictor implements Classifier, AutoCloseable {
  private final LoadedNet net;
  private final @Nullable InferenceScript script;

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
    LoadedNet loaded = new LoadedNet(trained, graph, weights, device);
    if (precision == Precision.FLOAT32) {
      this.net = loaded.after(passes);
      this.script = null;
    } else {
      ScriptOptions options = new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision);
      this.net = loaded;
      this.script = new InferenceScript(graph, loaded.parameters(), device, options);
    }
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
          try (NDManager step = net.manager().newSubManager()) {
            NDArray batch = step.create(inputs, net.inputShape(0, count), DataType.FLOAT32);
            return predict(batch).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
          }
        });
  }

  @Override
  public NDArray predict(NDArray images) {
    return script == null
        ? Unrecorded.get(() -> net.forward(new NDList(images)).head())
        : script.predict(new NDList(images)).head();
  }

  @Override
  public NDManager manager() {
    return net.manager();
  }

  @Override
  public void close() {
    if (script != null) {
      script.close();
    }
    net.close();
  }
}
