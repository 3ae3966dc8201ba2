package dev.specc.fuzz;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.InferenceScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Regularisation;
import dev.specc.precision.Precision;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.ConditionedWeights;
import dev.specc.weights.DerivedWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph with random weights, run on both engines. Results are named by their numbers; in training
 * the parameters and buffers are among them as they are afterwards.
 *
 * @param manager of everything
 */
record GraphRun(Graph graph, Map<String, NDArray> weights, NDManager manager) {
  static GraphRun of(Graph graph, long seed, NDManager manager) {
    return new GraphRun(graph, ConditionedWeights.of(graph, manager, seed), manager);
  }

  /**
   * Whether something is dropped in training: sides then differ, since draws go by an array's order
   * in memory.
   */
  boolean isRandom() {
    return graph.nodes().stream().anyMatch(n -> n.op() instanceof Regularisation);
  }

  /** Random inputs: [N, C, H, W] or [N, F] each. */
  NDList inputs(int batch) {
    NDList inputs = new NDList();
    graph.inputs().forEach(n -> inputs.add(manager.randomNormal(batched(batch, n.output()))));
    return inputs;
  }

  private static Shape batched(int batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }

  /** What the blocks say. */
  Reference reference(NDList inputs, boolean training) {
    return new Reference(
        blocks(inputs, training),
        seed -> {
          Perturbed perturbed = new Perturbed(manager, seed);
          Graph scaled = PerturbedGraph.of(graph, largest(inputs), perturbed);
          Map<String, NDArray> results =
              new GraphRun(scaled, perturbed.weights(scaled, weights), manager)
                  .blocks(perturbed.of(inputs), training);
          results.keySet().removeIf(name -> name.endsWith(PerturbedGraph.SCALED));
          return results;
        });
  }

  /** The largest element of each node's value in inference. */
  private double[] largest(NDList inputs) {
    Graph all =
        new Graph(
            graph.name(),
            graph.variant(),
            graph.nodes(),
            graph.nodes().stream().map(n -> new Graph.Output(n.path(), n.id())).toList(),
            List.of());
    GraphBlock block = GraphBlock.with(all, manager, copies());
    NDList values =
        Unrecorded.get(() -> block.forward(new ParameterStore(manager, false), inputs, false));
    return values.stream().mapToDouble(value -> value.abs().max().getFloat()).toArray();
  }

  private Map<String, NDArray> blocks(NDList inputs, boolean training) {
    Map<String, NDArray> own = copies();
    GraphBlock block = GraphBlock.with(graph, manager, own);
    NDList results =
        Unrecorded.get(() -> block.forward(new ParameterStore(manager, false), inputs, training));
    return withState(results, training, own);
  }

  /** By the script that trains. */
  Map<String, NDArray> script(NDList inputs) {
    TrainingStep step = TrainingStep.of(new UpdateRule.Sgd(0, false));
    ScriptOptions options = ScriptOptions.float32(MemoryFormat.CONTIGUOUS);
    try (GraphScript script = GraphScript.load(graph, weights, Device.cpu(), options, step)) {
      return Reference.numbered(script.predict(inputs));
    }
  }

  /** By the script of {@code specc predict}, after some passes. */
  Map<String, NDArray> predicted(NDList inputs, Selection passes) {
    GraphRun net = after(passes);
    ScriptOptions options = ScriptOptions.inference(Device.cpu(), Precision.FLOAT32);
    try (InferenceScript script =
        new InferenceScript(net.graph, net.weights, Device.cpu(), options)) {
      return Reference.numbered(script.predict(inputs));
    }
  }

  /** The graph and its weights after some passes for inference. */
  GraphRun after(Selection passes) {
    Transformed net = Passes.run(graph, Purpose.INFERENCE, passes);
    return new GraphRun(net.graph(), DerivedWeights.of(net, weights, manager), manager);
  }

  private Map<String, NDArray> copies() {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    weights.forEach((name, array) -> copies.put(name, copy(array)));
    return copies;
  }

  private NDArray copy(NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return copy;
  }

  private static Map<String, NDArray> withState(
      NDList results, boolean training, Map<String, NDArray> state) {
    Map<String, NDArray> all = Reference.numbered(results);
    if (training) {
      state.forEach((name, array) -> all.put("state/" + name, array));
    }
    return all;
  }
}
