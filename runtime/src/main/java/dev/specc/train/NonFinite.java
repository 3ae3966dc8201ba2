package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.GraphBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds where numbers stop being numbers. */
final class NonFinite {
  private NonFinite() {}

  /**
   * The first parameter that is not finite; where all are, the first node whose result is not, as
   * in training.
   *
   * @param images what the step took
   * @param seed what its dropout was drawn from
   * @return a sentence that names it and says what to do
   */
  static String find(Graph graph, TrainableNet net, NDArray images, int seed) {
    try (NDManager manager = net.manager().newSubManager()) {
      Map<String, NDArray> state = net.state();
      for (String name : graph.parameters().keySet()) {
        if (!isFinite(state.get(name), manager)) {
          return "`%s` is not finite, so an update before was too large; try a smaller learning rate"
              .formatted(name);
        }
      }
      return Unrecorded.get(() -> firstNode(graph, state, manager, images, seed));
    }
  }

  private static String firstNode(
      Graph graph, Map<String, NDArray> state, NDManager manager, NDArray images, int seed) {
    if (!isFinite(images, manager)) {
      return "the images themselves are not finite";
    }
    List<Node> nodes = graph.layers();
    NDList results = run(graph, nodes, state, manager, images, seed);
    for (int i = 0; i < nodes.size(); i++) {
      if (!isFinite(results.get(i), manager)) {
        Node node = nodes.get(i);
        return "`%s` (%s, line %d) is the first whose output is not finite; try a smaller learning rate, a warm-up or `clip_norm`"
            .formatted(node.path(), node.op().name(), node.origin().span().line());
      }
    }
    return "every node's output is finite, so the loss itself overflowed; try a smaller learning rate";
  }

  /** On copies, since batch norms count what they see. */
  private static NDList run(
      Graph graph,
      List<Node> nodes,
      Map<String, NDArray> state,
      NDManager manager,
      NDArray images,
      int seed) {
    List<Graph.Output> all = nodes.stream().map(n -> new Graph.Output(n.path(), n.id())).toList();
    Map<String, NDArray> copies = new HashMap<>();
    for (String name : graph.parameters().keySet()) {
      NDArray copy = state.get(name).duplicate();
      copy.attach(manager);
      copies.put(name, copy);
    }
    GraphBlock block =
        GraphBlock.with(
            new Graph(graph.name(), graph.variant(), graph.nodes(), all, List.of()),
            manager,
            copies);
    TorchEngine.get().setRandomSeed(seed);
    return block.forward(new ParameterStore(manager, false), new NDList(images), true);
  }

  private static boolean isFinite(NDArray array, NDManager manager) {
    try (NDManager own = manager.newSubManager()) {
      NDArray here = array.duplicate();
      here.attach(own);
      return !here.getDataType().isFloating()
          || !here.isInfinite().logicalOr(here.isNaN()).any().getBoolean();
    }
  }
}
