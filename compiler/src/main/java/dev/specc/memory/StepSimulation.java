package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.Arena.Buffer;
import dev.specc.op.Identity;
import dev.specc.op.Join;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Zero;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays through one training step what is allocated and freed, and when, without any numbers: the
 * forward pass drops a value after its last use unless the backward pass has saved it; the backward
 * pass goes through the nodes in reverse, makes the gradients of a node's inputs, and then drops
 * what the node has saved and the gradient of its result. Where segments run again, they keep their
 * inputs alone, until their backward pass begins. Where a value has several readers, their
 * gradients are summed up, in place where one of them is nobody else's.
 */
final class StepSimulation {
  /**
   * The gradient of a value.
   *
   * @param whole whether it is all of its memory, and not a part of another gradient
   */
  private record Gradient(Buffer buffer, boolean whole) {}

  private final Graph graph;
  private final StepModel model;
  private final long batch;
  private final Arena arena;
  private final MemoryFormat format;
  private final Footprints footprints;

  /** For each node, the node whose value is its own: another one where it passes it through. */
  private final int[] sources;

  private final List<Integer> results = new ArrayList<>();
  private final BitSet needed = new BitSet();
  private final BitSet differentiable = new BitSet();
  private final int[] readers;
  private final @Nullable Buffer[] values;
  private final List<List<Buffer>> saved = new ArrayList<>();
  private final @Nullable Gradient[] gradients;

  private final Stages stages;
  private final InPlace inPlace;

  /** What stages hold from their forward to the end of their backward pass. */
  private final Map<Stage, List<Buffer>> held = new HashMap<>();

  private StepSimulation(Graph graph, StepModel model, long batch, Arena arena) {
    int count = graph.nodes().size();
    this.graph = graph;
    this.model = model;
    this.batch = batch;
    this.arena = arena;
    this.format = model.format(graph, batch);
    this.footprints = new Footprints(graph, format, model.processor(), batch);
    this.sources = new int[count];
    this.readers = new int[count];
    this.values = new Buffer[count];
    this.gradients = new Gradient[count];
    for (Node node : graph.nodes()) {
      boolean passes = node.op() instanceof Identity;
      sources[node.id()] = passes ? sources[node.inputs().getFirst()] : node.id();
      saved.add(new ArrayList<>());
    }
    findWhatRuns();
    this.stages = Stages.of(graph, sources, needed, results, model.recompute());
    this.inPlace = InPlace.of(graph, sources, needed, results, stages);
  }

  /** Runs the step in the arena, in which weights and the optimizer's state have been allocated. */
  static void run(Graph graph, StepModel model, long batch, Arena arena) {
    StepSimulation step = new StepSimulation(graph, model, batch, arena);
    step.forward();
    step.backward();
  }

  private void findWhatRuns() {
    graph.outputs().forEach(output -> results.add(sources[output.node()]));
    graph.heads().forEach(head -> results.add(sources[head.node()]));
    results.forEach(needed::set);
    results.forEach(id -> readers[id]++);
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id()) && !(node.op() instanceof Identity)) {
        inputs(node).forEach(needed::set);
        inputs(node).stream().distinct().forEach(id -> readers[id]++);
      }
    }
    for (Node node : graph.nodes()) {
      boolean trains = graph.parameters(node).stream().anyMatch(p -> p.kind().isTrained());
      boolean reached = inputs(node).stream().anyMatch(differentiable::get);
      differentiable.set(node.id(), trains || reached && !(node.op() instanceof Zero));
    }
  }

  private List<Integer> inputs(Node node) {
    return node.inputs().stream().map(id -> sources[id]).toList();
  }

  private Footprint footprint(Node node) {
    return footprints.of(node, inputs(node).stream().anyMatch(differentiable::get));
  }

  private void forward() {
    graph.inputs().forEach(node -> values[node.id()] = input(node));
    for (Stage stage : stages.list()) {
      List<Buffer> kept = new ArrayList<>();
      stages.inputs(stage).forEach(id -> kept.add(value(id).hold()));
      stage.nodes().forEach(node -> forward(node, stage instanceof Stage.Kept));
      stages.outputs(stage).forEach(id -> kept.add(value(id).hold()));
      held.put(stage, kept);
    }
  }

  /** The batch stays with whoever made it; with channels last the net takes a copy. */
  private Buffer input(Node node) {
    long bytes = Bytes.of(node.output().elements(), batch);
    Buffer given = arena.allocate(bytes, Part.BATCH);
    boolean copied =
        format == MemoryFormat.CHANNELS_LAST
            && node.output().isMap()
            && node.output().channels() > 1;
    return copied ? arena.allocate(bytes, Part.ACTIVATIONS) : given.hold();
  }

  private void forward(Node node, boolean keeps) {
    Footprint footprint = footprint(node);
    boolean over =
        model.engine() == Engine.SCRIPT
            && inPlace.writesOverInput(node)
            && !footprint.savesInputs();
    Buffer output;
    if (over || footprint.isView()) {
      output = value(inPlace.inputs(node).getFirst()).hold();
    } else {
      arena.spike(footprint.forwardPeak());
      output = arena.allocate(footprint.output(), Part.ACTIVATIONS);
    }
    values[node.id()] = output;
    if (keeps && differentiable.get(node.id())) {
      save(node, footprint, output);
    }
    inputs(node).stream().distinct().forEach(this::read);
  }

  private void save(Node node, Footprint footprint, Buffer output) {
    List<Buffer> kept = saved.get(node.id());
    if (footprint.savesInputs()) {
      inputs(node).stream().distinct().forEach(id -> kept.add(value(id).hold()));
    }
    if (footprint.savesOutput()) {
      kept.add(output.hold());
    }
    if (footprint.saved() > 0) {
      kept.add(arena.allocate(footprint.saved(), Part.ACTIVATIONS));
    }
  }

  private void read(int id) {
    if (--readers[id] == 0) {
      value(id).release();
    }
  }

  private Buffer value(int id) {
    return Objects.requireNonNull(values[id], "inputs come first");
  }

  private void backward() {
    for (int id : results) {
      long bytes = Bytes.of(graph.node(id).output().elements(), batch);
      add(id, new Gradient(arena.allocate(bytes, Part.TEMPORARIES), true), bytes);
    }
    Set<String> trained = new HashSet<>();
    for (Stage stage : stages.list().reversed()) {
      List<Buffer> ends = gradientsFromOthers(stage);
      switch (stage) {
        case Stage.Kept kept -> {}
        case Stage.Rebuilt rebuilt -> ends.add(rebuild(rebuilt));
      }
      for (Node node : stage.nodes().reversed()) {
        backward(node, trained);
      }
      ends.forEach(Buffer::release);
      held.get(stage).forEach(Buffer::release);
    }
  }

  /** Between stages gradients are arguments, which live until the call ends. */
  private List<Buffer> gradientsFromOthers(Stage stage) {
    List<Buffer> given = new ArrayList<>();
    for (int id : stages.list().size() == 1 ? List.<Integer>of() : stages.outputs(stage)) {
      Gradient gradient = gradients[id];
      if (gradient != null) {
        given.add(gradient.buffer().hold());
      }
    }
    return given;
  }

  /** Runs a segment again, now keeping what backward passes read, and holds what comes of it. */
  private Buffer rebuild(Stage.Rebuilt stage) {
    for (Node node : stage.nodes()) {
      for (int id : new LinkedHashSet<>(inputs(node))) {
        if (readers[id]++ == 0 && !stage.values().contains(graph.node(id))) {
          value(id).hold();
        }
      }
    }
    stage.values().forEach(node -> forward(node, true));
    Buffer result = value(inputs(stage.conv()).getFirst());
    save(stage.conv(), footprint(stage.conv()), result);
    return result;
  }

  private void backward(Node node, Set<String> trained) {
    Gradient gradient = gradients[node.id()];
    if (gradient != null) {
      if (differentiable.get(node.id())) {
        backward(node, gradient, trained);
      }
      gradient.buffer().release();
    }
  }

  private void backward(Node node, Gradient gradient, Set<String> trained) {
    Footprint footprint = footprint(node);
    long bytes = Bytes.of(node.output().elements(), batch);
    arena.spike(
        footprint.backwardPeak() + (footprint.wantsContiguous() && !gradient.whole() ? bytes : 0));
    boolean part = node.op() instanceof Join.Concat;
    for (int id : inputs(node)) {
      if (differentiable.get(id)) {
        long size = Bytes.of(graph.node(id).output().elements(), batch);
        add(
            id,
            footprint.passesGradient()
                ? new Gradient(gradient.buffer().hold(), gradient.whole() && !part)
                : new Gradient(arena.allocate(size, Part.TEMPORARIES), true),
            size);
      }
    }
    keepParameterGradients(node, trained);
    saved.get(node.id()).forEach(Buffer::release);
  }

  /** The block engine keeps them between steps; here they come to be one after the other. */
  private void keepParameterGradients(Node node, Set<String> trained) {
    if (model.engine() == Engine.BLOCKS) {
      return;
    }
    for (ParameterSpec parameter : graph.parameters(node)) {
      if (parameter.kind().isTrained() && trained.add(node.parameterName(parameter))) {
        arena.allocate(Bytes.of(parameter.elements(), 1), Part.GRADIENTS);
      }
    }
  }

  /** Adds to a value's gradient: in place where the sum so far, or what comes, is nobody else's. */
  private void add(int id, Gradient more, long bytes) {
    Gradient sum = gradients[id];
    if (sum == null) {
      gradients[id] = more;
    } else if (isOwn(sum)) {
      more.buffer().release();
    } else if (isOwn(more)) {
      sum.buffer().release();
      gradients[id] = more;
    } else {
      gradients[id] = new Gradient(arena.allocate(bytes, Part.TEMPORARIES), true);
      sum.buffer().release();
      more.buffer().release();
    }
  }

  private static boolean isOwn(Gradient gradient) {
    return gradient.whole() && !gradient.buffer().isShared();
  }
}
