package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.specc.graph.Graph;
import java.util.List;
import java.util.Map;

/** A graph in inference as a TorchScript module on a device. */
public final class InferenceScript implements AutoCloseable {
  private final LoadedScript script;

  /**
   * Writes, compiles and loads it.
   *
   * @param weights every parameter and buffer by its name in the {@code state_dict}, on any device;
   *     of those that lie as they should it uses the memory, which must be libtorch's own and is
   *     not to be changed meanwhile; the arrays may be closed
   */
  public InferenceScript(
      Graph graph, Map<String, NDArray> weights, Device device, ScriptOptions options) {
    this.script =
        LoadedScript.onDevice(GraphArchive.inference(graph, weights, options), device, false);
  }

  /**
   * The graph's outputs, float32; no gradients are recorded.
   *
   * @param inputs [N, C, H, W] or [N, F] each, in the graph's order
   * @return they belong to the first input's manager
   */
  public NDList predict(NDList inputs) {
    List<IValue> made = inputs.stream().map(t -> IValue.from((PtNDArray) t)).toList();
    try (IValue result = script.run("forward", made.toArray(IValue[]::new))) {
      return result.toNDList((PtNDManager) inputs.head().getManager());
    } finally {
      made.forEach(IValue::close);
    }
  }

  /** The manager whose device it is on. */
  public NDManager manager() {
    return script.manager();
  }

  @Override
  public void close() {
    script.close();
  }
}
