package dev.specc.schedule;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Input;
import dev.specc.op.Zero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A training step's forward pass in stages, whose backward passes follow one after the other in
 * reverse. The script engine runs what this says, and the estimate plays it through.
 */
public final class Stages {
  private static final int NOWHERE = -1;

  private final Graph graph;
  private final int[] sources;
  private final BitSet learning;

  /** The values by which autograd differentiates in another stage than their own, or the loss. */
  private final BitSet passed = new BitSet();

  private final List<Stage> list = new ArrayList<>();

  /** For each node, the place of its stage. */
  private final int[] places;

  private Stages(Graph graph, int[] sources) {
    this.graph = graph;
    this.sources = sources;
    this.learning = learning();
    this.places = new int[sources.length];
    Arrays.fill(places, NOWHERE);
  }

  /** How the nodes that run come into stages. */
  public interface Division {
    /**
     * @param sources for each node, the node whose value is its own
     * @param needed the nodes that run
     * @param results the values that are returned
     */
    Stages of(Graph graph, int[] sources, BitSet needed, List<Integer> results);
  }

  /** One stage for autograd, or for inference. */
  public static Stages recorded(Graph graph, int[] sources, BitSet needed, List<Integer> results) {
    Stages stages = new Stages(graph, sources);
    List<Node> nodes = stages.running(needed);
    if (!nodes.isEmpty()) {
      stages.add(new Stage.Recorded(nodes));
    }
    return stages;
  }

  /** Derivatives are written where they can be, and segments computed again where that is asked. */
  public static Division written(Recompute recompute) {
    return (graph, sources, needed, results) -> {
      Stages stages = new Stages(graph, sources);
      Map<Integer, List<Node>> segments =
          switch (recompute) {
            case NONE -> Map.of();
            case DENSE -> Segments.of(graph, sources, needed, results, stages.learning);
          };
      stages.divide(stages.running(needed), segments);
      results.forEach(stages.passed::set);
      stages.list.forEach(stages::passInputs);
      return stages;
    };
  }

  private void passInputs(Stage stage) {
    inputs(stage).stream()
        .filter(id -> isRecorded(stage) || isRecorded(list.get(places[id])))
        .forEach(passed::set);
  }

  private static boolean isRecorded(Stage stage) {
    return stage instanceof Stage.Recorded;
  }

  /** Through which nodes gradients flow from the loss to a parameter. */
  private BitSet learning() {
    BitSet reached = new BitSet();
    reached.set(sources[graph.outputs().getFirst().node()]);
    graph.heads().forEach(head -> reached.set(sources[head.node()]));
    for (Node node : graph.nodes().reversed()) {
      if (reached.get(node.id()) && !(node.op() instanceof Zero)) {
        node.inputs().forEach(id -> reached.set(sources[id]));
      }
    }
    BitSet learning = new BitSet();
    for (Node node : graph.nodes()) {
      boolean trains = graph.parameters(node).stream().anyMatch(p -> p.kind().isTrained());
      boolean follows = node.inputs().stream().anyMatch(id -> learning.get(sources[id]));
      learning.set(node.id(), trains || follows && !(node.op() instanceof Zero));
    }
    learning.and(reached);
    return learning;
  }

  private List<Node> running(BitSet needed) {
    return graph.nodes().stream()
        .filter(node -> needed.get(node.id()) && sources[node.id()] == node.id())
        .filter(node -> !(node.op() instanceof Input))
        .toList();
  }

  /** What a convolution's segment holds runs just before it. */
  private void divide(List<Node> running, Map<Integer, List<Node>> segments) {
    BitSet later = new BitSet();
    segments.values().forEach(run -> run.forEach(node -> later.set(node.id())));
    List<Node> alike = new ArrayList<>();
    boolean written = true;
    for (Node node : running) {
      List<Node> values = segments.get(node.id());
      if (values != null) {
        add(alike, written);
        add(new Stage.Rebuilt(values, node));
      } else if (!later.get(node.id())) {
        boolean writes = !learns(node.id()) || Derivatives.areWritten(graph, node);
        if (writes != written) {
          add(alike, written);
          written = writes;
        }
        alike.add(node);
      }
    }
    add(alike, written);
  }

  private void add(List<Node> nodes, boolean written) {
    if (!nodes.isEmpty()) {
      add(written ? new Stage.Written(nodes) : new Stage.Recorded(nodes));
      nodes.clear();
    }
  }

  private void add(Stage stage) {
    stage.nodes().forEach(node -> places[node.id()] = list.size());
    list.add(stage);
  }

  /** In the order in which they run. */
  public List<Stage> list() {
    return List.copyOf(list);
  }

  /** Whether one stage makes both values. */
  private boolean areTogether(int one, int other) {
    return places[one] == places[other];
  }

  /**
   * Whether a value's only reader may write over it as far as stages go: one that is rebuilt reads
   * what others made once more, and what enters or leaves an autograd stage is another's as well.
   */
  boolean mayWriteOver(int value, int reader) {
    return areTogether(value, reader)
        || places[value] != NOWHERE
            && !isRecorded(list.get(places[value]))
            && list.get(places[reader]) instanceof Stage.Written;
  }

  /** Whether the compiler writes a node's derivative, and not autograd. */
  public boolean isWritten(Node node) {
    return !isRecorded(list.get(places[node.id()]));
  }

  /** Whether the loss has a gradient by the node's value. */
  public boolean learns(int id) {
    return learning.get(id);
  }

  /** The values of other stages by which gradients are taken in this one. */
  public List<Integer> inputs(Stage stage) {
    Set<Integer> inputs = new LinkedHashSet<>();
    for (Node node : stage.nodes()) {
      if (learns(node.id())) {
        node.inputs().stream()
            .map(id -> sources[id])
            .filter(id -> learns(id) && !areTogether(id, node.id()))
            .forEach(inputs::add);
      }
    }
    return List.copyOf(inputs);
  }

  /** The values of which autograd must know where its passes end and begin. */
  public List<Integer> outputs(Stage stage) {
    return stage.nodes().stream().map(Node::id).filter(id -> passed.get(id) && learns(id)).toList();
  }
}
