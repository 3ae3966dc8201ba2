package dev.specc.fuzz;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Inference;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.precision.Precision;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import dev.specc.train.Execution;
import dev.specc.train.RecipeOf;
import dev.specc.train.StepSettings;
import dev.specc.train.TrainableNet;
import dev.specc.train.TrainingEngine;
import dev.specc.train.Unrecorded;
import dev.specc.weights.ConditionedWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ten steps of training by each engine, with recomputation and without, from the same weights. */
final class TenSteps {
  private static final Device CPU = Device.cpu();
  private static final int STEPS = 10;
  private static final int CLASSES = 5;
  private static final long[] LABELS = {1, 0, 4, 2};
  private static final double RATE = 0.01;
  private static final int FIRST_SEED = 100;

  private static final Recipe RECIPE =
      RecipeOf.descent(1, LABELS.length, RATE)
          .optimizer(new Optimizer.Sgd(0.9, true, new Optimizer.Decay(1e-3, false, false, 0)))
          .loss(new Loss.CrossEntropy(0.1))
          .clipNorm(10)
          .build();

  private final Graph graph;
  private final NDManager manager;
  private final Map<String, NDArray> weights;
  private final NDArray inputs;

  private TenSteps(Graph graph, Map<String, NDArray> weights, NDArray inputs, NDManager manager) {
    this.graph = graph;
    this.weights = weights;
    this.inputs = inputs;
    this.manager = manager;
  }

  /** None where the graph has several inputs, which {@code train} does not take. */
  static List<Side> sides(GraphRun run, long seed) {
    Graph graph = run.graph();
    NDManager manager = run.manager();
    if (graph.inputs().size() > 1) {
      return List.of();
    }
    Graph classifier = classifier(graph);
    long[] dims = graph.inputs().getFirst().output().dims().stream().mapToLong(d -> d).toArray();
    TenSteps steps =
        new TenSteps(
            classifier,
            ConditionedWeights.of(classifier, manager, seed),
            manager.randomNormal(new Shape(LABELS.length).addAll(new Shape(dims))),
            manager);
    Execution first =
        run.isRandom() ? script(Recompute.NONE) : Execution.plain(TrainingEngine.BLOCKS, CPU);
    Reference expected =
        new Reference(
            steps.learned(first),
            draw -> steps.perturbed(new Perturbed(manager, draw)).learned(first));
    return List.of(
        new Side("ten steps of the script", expected, () -> steps.learned(script(Recompute.NONE))),
        new Side(
            "ten steps with recomputation",
            expected,
            () -> steps.learned(script(Recompute.DENSE))));
  }

  /** The graph with its first result and its heads made logits. */
  private static Graph classifier(Graph graph) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    int logits = logits(nodes, graph.outputs().getFirst().node(), "logits");
    List<Graph.Head> heads = new ArrayList<>();
    for (Graph.Head head : graph.heads()) {
      int own = logits(nodes, head.node(), head.name() + "_logits");
      heads.add(new Graph.Head(head.name(), own, head.weight()));
    }
    List<Graph.Output> outputs = new ArrayList<>(graph.outputs());
    outputs.set(0, new Graph.Output(graph.outputs().getFirst().name(), logits));
    return new Graph(graph.name(), graph.variant(), nodes, outputs, heads);
  }

  private static int logits(List<Node> nodes, int of, String path) {
    int flat = add(nodes, new Flatten(1, -1), of, path + ".flatten");
    return add(nodes, new Linear(CLASSES, true), flat, path + ".linear");
  }

  private static int add(List<Node> nodes, Op op, int input, String path) {
    Node from = nodes.get(input);
    Inference.Output output = (Inference.Output) op.infer(List.of(from.output()));
    int id = nodes.size();
    nodes.add(
        new Node(
            id, path, op, List.of(input), output.shape(), path, from.training(), from.origin()));
    return id;
  }

  private TenSteps perturbed(Perturbed perturbed) {
    return new TenSteps(
        graph, perturbed.weights(graph, weights), perturbed.of(new NDList(inputs)).head(), manager);
  }

  private static Execution script(Recompute recompute) {
    return new Execution(TrainingEngine.SCRIPT, Precision.FLOAT32, recompute, List.of(CPU));
  }

  /** The losses, and the parameters and buffers afterwards. */
  private Map<String, NDArray> learned(Execution execution) {
    try (TrainableNet net = execution.net(graph, RECIPE);
        NDManager own = net.manager().newSubManager()) {
      Unrecorded.run(() -> net.weights().forEach((name, array) -> put(weights.get(name), array)));
      NDArray images = inputs.duplicate();
      images.attach(own);
      Batch batch = new Batch(images, own.create(LABELS));
      Map<String, NDArray> learned = new LinkedHashMap<>();
      for (int i = 0; i < STEPS; i++) {
        NDArray loss = net.step(batch, new StepSettings(i, RATE, FIRST_SEED + i)).loss();
        learned.put("loss " + i, kept(loss));
      }
      net.weights().forEach((name, array) -> learned.put(name, kept(array)));
      return learned;
    }
  }

  private static void put(NDArray from, NDArray to) {
    JniUtils.indexAdvPut((PtNDArray) to, new NDIndex("..."), (PtNDArray) from);
  }

  private NDArray kept(NDArray array) {
    NDArray copy = Unrecorded.get(array::duplicate);
    copy.attach(manager);
    return copy;
  }
}
