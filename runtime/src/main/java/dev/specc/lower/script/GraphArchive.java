package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import dev.specc.graph.Graph;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.ParameterSpec;
import dev.specc.transform.Passes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes graphs with their weights as TorchScript archives. */
public final class GraphArchive {
  private GraphArchive() {}

  /** The graph as an archive whose method {@code step} is a whole training step. */
  static ScriptArchive training(
      Graph graph,
      Map<String, NDArray> weights,
      ScriptOptions wanted,
      TrainingStep step,
      Map<String, String> extras) {
    ScriptOptions options = wanted.rightFor(graph);
    ModuleTree modules = new ModuleTree(graph);
    Set<String> reached = Reached.by(graph);
    List<ParameterGroup> groups = ParameterGroup.of(reached, step, weights);
    Graph lowered = Passes.trained(graph, step.recompute());
    String source =
        new GraphSource(lowered, modules, options)
            .training(new StepSource(lowered, step, groups, options));
    ScriptModule module =
        modules.module(
            name -> new ScriptTensor(weights.get(name), reached.contains(name), options.format()));
    return new ScriptArchive(graph.name(), source, module, extras);
  }

  /**
   * The graph in inference as an archive for others: {@code torch.jit.load} gives a module with the
   * graph's {@code state_dict}, whose {@code forward} takes and returns what the graph does.
   *
   * @param weights every parameter and buffer by its name in the {@code state_dict}
   */
  public static ScriptArchive inference(Graph graph, Map<String, NDArray> weights) {
    return inference(graph, weights, ScriptOptions.float32(MemoryFormat.CONTIGUOUS));
  }

  static ScriptArchive inference(Graph graph, Map<String, NDArray> weights, ScriptOptions wanted) {
    ScriptOptions options = wanted.rightFor(graph);
    ModuleTree modules = new ModuleTree(graph, false);
    Map<String, ParameterSpec> parameters = graph.parameters();
    ScriptModule module =
        modules.module(
            name ->
                new ScriptTensor(
                    weights.get(name), parameters.get(name).kind().isTrained(), options.format()));
    String source = new GraphSource(graph, modules, options).inference();
    return new ScriptArchive(graph.name(), source, module);
  }
}
