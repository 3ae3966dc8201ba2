package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import dev.specc.analyse.Analysis;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.op.Input;
import dev.specc.op.Normalisation;
import dev.specc.op.Zero;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph on libtorch in evaluation and in training, with batches of 1 and 2, and compares
 * every shape, every gradient and the number of parameters with what the compiler says.
 *
 * <p>Half of the runs return every node's value, so that each shape is seen; the others return the
 * graph's own results, so that values are dropped as they are for a user.
 */
final class TorchRun {
  private final Graph graph;
  private final NDManager manager;
  private final List<Disagreement> found = new ArrayList<>();

  private TorchRun(Graph graph, NDManager manager) {
    this.graph = graph;
    this.manager = manager;
  }

  static List<Disagreement> of(Graph graph, NDManager parent) {
    try (NDManager manager = parent.newSubManager()) {
      TorchRun run = new TorchRun(graph, manager);
      try {
        run.run();
      } catch (RuntimeException e) {
        run.differ("building fails", e.toString());
      }
      return List.copyOf(run.found);
    }
  }

  private void run() {
    GraphBlock whole = new GraphBlock(returningAll(graph));
    initialise(whole);
    parameters(whole);
    evaluate(whole, 1);
    train(whole, 2);
    GraphBlock plain = new GraphBlock(graph);
    plain.setInitializer(Initializer.ONES, Parameter::requiresGradient);
    initialise(plain);
    evaluate(plain, 2);
    train(plain, 1);
  }

  private void initialise(GraphBlock block) {
    Shape[] shapes = graph.inputs().stream().map(n -> batched(1, n.output())).toArray(Shape[]::new);
    block.initialize(manager, DataType.FLOAT32, shapes);
  }

  private static Graph returningAll(Graph graph) {
    List<Graph.Output> outputs = new ArrayList<>();
    List<Graph.Head> heads = new ArrayList<>();
    for (Node node : graph.layers()) {
      if (node.training()) {
        heads.add(new Graph.Head(node.path(), node.id(), 1));
      } else {
        outputs.add(new Graph.Output(node.path(), node.id()));
      }
    }
    return new Graph(graph.name(), graph.variant(), graph.nodes(), outputs, heads);
  }

  private NDList inputs(long batch) {
    NDList inputs = new NDList();
    for (Node node : graph.inputs()) {
      inputs.add(manager.randomUniform(-1, 1, batched(batch, ((Input) node.op()).shape())));
    }
    return inputs;
  }

  private static Shape batched(long batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }

  private void parameters(GraphBlock block) {
    long trained = 0;
    long buffers = 0;
    for (Parameter parameter : block.parametersByName().values()) {
      if (parameter.requiresGradient()) {
        trained += parameter.getArray().size();
      } else {
        buffers += parameter.getArray().size();
      }
    }
    Analysis analysis = Analysis.of(graph);
    if (trained != analysis.parameters() || buffers != analysis.buffers()) {
      differ(
          "parameters",
          "%d trained and %d in buffers on libtorch, %d and %d counted"
              .formatted(trained, buffers, analysis.parameters(), analysis.buffers()));
    }
  }

  private void evaluate(GraphBlock block, long batch) {
    JniUtils.setGradMode(false);
    try (NDManager own = manager.newSubManager()) {
      NDList inputs = inputs(batch);
      inputs.attach(own);
      NDList results = block.forward(new ParameterStore(manager, false), inputs, false);
      shapes(block, results, batch, "evaluation");
    } catch (RuntimeException e) {
      differ("evaluation fails", e.toString());
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  private void train(GraphBlock block, long batch) {
    boolean tooFew = oneValue(block.graph(), batch);
    try (NDManager own = manager.newSubManager()) {
      NDList inputs = inputs(batch);
      inputs.attach(own);
      inputs.forEach(input -> input.setRequiresGradient(true));
      NDList results = block.forward(new ParameterStore(manager, false), inputs, true);
      if (tooFew) {
        differ("training runs", "a batch norm has one value for each channel, and nothing fails");
      }
      shapes(block, results, batch, "training");
      backward(block, inputs, results);
    } catch (RuntimeException e) {
      boolean said =
          tooFew && String.valueOf(e.getMessage()).contains("more than one value per channel");
      if (!said) {
        differ("training fails", e.toString());
      }
    }
  }

  private void shapes(GraphBlock block, NDList results, long batch, String mode) {
    List<Node> nodes = results(block.graph(), results.size());
    for (int i = 0; i < nodes.size(); i++) {
      Shape expected = batched(batch, nodes.get(i).output());
      Shape actual = results.get(i).getShape();
      if (!actual.equals(expected)) {
        differ(
            "shape of " + nodes.get(i).op().name(),
            nodes.get(i).path()
                + " in "
                + mode
                + ": "
                + expected
                + " inferred, libtorch has "
                + actual);
      }
    }
  }

  private static List<Node> results(Graph graph, int count) {
    List<Node> nodes = new ArrayList<>();
    graph.outputs().forEach(o -> nodes.add(graph.node(o.node())));
    graph.heads().forEach(h -> nodes.add(graph.node(h.node())));
    return nodes.subList(0, count);
  }

  /** Every parameter and input that a result depends on has a gradient of its own shape. */
  private void backward(GraphBlock block, NDList inputs, NDList results) {
    BitSet flows = flowing(block.graph());
    if (reachesLeaf(flows)) {
      PtNDArray loss = (PtNDArray) results.head().sum();
      for (NDArray result : results.subNDList(1)) {
        loss = JniUtils.add(loss, (PtNDArray) result.sum());
      }
      JniUtils.backward(loss, (PtNDArray) loss.onesLike(), false, false);
    }
    Map<String, Parameter> parameters = block.parametersByName();
    BitSet expected = new BitSet();
    List<String> names = List.copyOf(parameters.keySet());
    for (Node node : graph.nodes()) {
      graph.parameters(node).stream()
          .filter(p -> flows.get(node.id()) && p.kind().isTrained())
          .forEach(p -> expected.set(names.indexOf(node.parameterName(p))));
    }
    for (int i = 0; i < names.size(); i++) {
      Parameter parameter = parameters.get(names.get(i));
      if (parameter.requiresGradient()) {
        gradient(names.get(i), (PtNDArray) parameter.getArray(), expected.get(i));
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      Node input = graph.inputs().get(i);
      gradient(input.path(), (PtNDArray) inputs.get(i), flows.get(input.id()));
    }
  }

  private void gradient(String name, PtNDArray array, boolean expected) {
    try (PtNDArray gradient = JniUtils.getGradient(array)) {
      boolean there = gradient != null;
      if (there != expected) {
        differ("gradient", name + (expected ? " has none" : " has one, and no result needs it"));
      } else if (there && !gradient.getShape().equals(array.getShape())) {
        differ(
            "gradient", name + " has one of " + gradient.getShape() + ", not " + array.getShape());
      }
    }
    JniUtils.zeroGrad(array);
  }

  /** The nodes from which a gradient's way to a result is free: {@code zero} lets none through. */
  private static BitSet flowing(Graph graph) {
    return backwards(graph, true);
  }

  /** Whether anything is to have a gradient; without that libtorch refuses to go backwards. */
  private boolean reachesLeaf(BitSet flows) {
    return graph.nodes().stream()
        .filter(n -> flows.get(n.id()))
        .anyMatch(
            n ->
                n.op() instanceof Input
                    || graph.parameters(n).stream().anyMatch(p -> p.kind().isTrained()));
  }

  private static BitSet backwards(Graph graph, boolean zeroStops) {
    BitSet reached = new BitSet();
    graph.outputs().forEach(o -> reached.set(o.node()));
    graph.heads().forEach(h -> reached.set(h.node()));
    for (Node node : graph.nodes().reversed()) {
      if (reached.get(node.id()) && !(zeroStops && node.op() instanceof Zero)) {
        node.inputs().forEach(reached::set);
      }
    }
    return reached;
  }

  /** Whether a batch norm that runs has one value for each channel, which has no variance. */
  private static boolean oneValue(Graph graph, long batch) {
    BitSet runs = backwards(graph, false);
    return graph.nodes().stream()
        .filter(n -> runs.get(n.id()) && n.op() instanceof Normalisation.BatchNorm)
        .anyMatch(n -> batch * n.output().elements() == n.output().channels());
  }

  private void differ(String kind, String detail) {
    found.add(new Disagreement(kind, detail));
  }
}
