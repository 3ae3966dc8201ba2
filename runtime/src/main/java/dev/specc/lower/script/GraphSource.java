package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The source of a net's class: the methods that a use of it needs. */
final class GraphSource {
  private final Graph graph;
  private final ModuleTree modules;
  private final ScriptOptions options;

  GraphSource(Graph graph, ModuleTree modules, ScriptOptions options) {
    this.options = options;
    this.graph = graph;
    this.modules = modules;
  }

  /** {@code forward} alone. */
  String inference() {
    ForwardSource.Method forward = ForwardSource.inference(graph, modules, options);
    return modules.source(join(List.of(forward.text()), forward.helpers()));
  }

  /** {@code forward}, {@code gradients}, {@code update}, {@code step}, {@code tensors}. */
  String training(StepSource step) {
    ForwardSource.Method forward = ForwardSource.inference(graph, modules, options);
    ForwardSource nodes = ForwardSource.training(graph, modules, options, step.recompute());
    StepSource.Passes passes = new StagedSource(graph, nodes, step).passes();
    Set<Call.Helper> helpers = Call.noHelpers();
    helpers.addAll(forward.helpers());
    helpers.addAll(nodes.helpers());
    List<String> methods =
        List.of(forward.text(), step.gradients(passes), step.update(), step.step(), tensors());
    return modules.source(join(methods, helpers));
  }

  private static String join(List<String> methods, Set<Call.Helper> helpers) {
    String needed =
        helpers.stream()
            .map(
                helper ->
                    switch (helper) {
                      case PAD_SAME -> WindowSource.PAD_SAME.formatted(ModuleTree.ROOT);
                    })
            .collect(joining());
    return needed + String.join("", methods);
  }

  /** Every parameter and buffer: DJL gives parameters only. */
  private String tensors() {
    List<String> reads = new ArrayList<>();
    TensorReads tensors = new TensorReads(modules, reads, new HashSet<>());
    String all = modules.names().stream().map(tensors::expression).collect(joining(",\n      "));
    return """
      def tensors(self: __torch__.%s) -> List[Tensor]:
    %s    return [%s]
    """
        .formatted(
            ModuleTree.ROOT, reads.stream().map("    %s\n"::formatted).collect(joining()), all);
  }
}
